/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests byte by byte: what no well-behaved client would send. */
final class RawClient {

    static final String JSON = "application/json";
    static final String PROTOBUF = "application/x-protobuf";

    private static final String DATE = "Sun, 01 Mar 2026 12:00:00 GMT";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalDataHub hub;

    RawClient(LocalDataHub hub) {
        this.hub = hub;
    }

    /** Sends a signed request. */
    HttpResponse<String> send(
            String method,
            String resource,
            String contentType,
            byte[] body,
            Map<String, String> headers)
            throws IOException, InterruptedException {
        return sendSigned(
                method,
                resource,
                contentType,
                body,
                headers,
                sign(method, resource, contentType, headers));
    }

    HttpResponse<String> postJson(String resource, String body)
            throws IOException, InterruptedException {
        return send("POST", resource, JSON, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    HttpResponse<String> postFrame(String resource, String action, byte[] frame)
            throws IOException, InterruptedException {
        return send("POST", resource, PROTOBUF, frame, Map.of("x-datahub-request-action", action));
    }

    /** Sends a request with the signature given. */
    HttpResponse<String> sendSigned(
            String method,
            String resource,
            String contentType,
            byte[] body,
            Map<String, String> headers,
            String signature)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.endpoint() + resource))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("Date", DATE)
                        .header("Authorization", "DATAHUB " + hub.accessId() + ":" + signature);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::header);
        // one char for each byte, so that binary answers can be compared too
        return http.send(
                request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    /** Signs the resource as it is given, which need not be what is sent. */
    String sign(String method, String resource, String contentType, Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        text.append(method).append('\n');
        text.append(contentType == null ? "" : contentType).append('\n').append(DATE).append('\n');
        new TreeMap<>(headers)
                .forEach(
                        (name, value) -> {
                            if (name.startsWith("x-datahub-")) {
                                text.append(name).append(':').append(value).append('\n');
                            }
                        });
        text.append(resource);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(
                    new SecretKeySpec(
                            hub.accessKeySecret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A frame around a message, with its right CRC. */
    static byte[] frame(byte[] message) {
        CRC32C crc = new CRC32C();
        crc.update(message);
        return ByteBuffer.allocate(12 + message.length)
                .putInt(0x44485542)
                .putInt((int) crc.getValue())
                .putInt(message.length)
                .put(message)
                .array();
    }
}
