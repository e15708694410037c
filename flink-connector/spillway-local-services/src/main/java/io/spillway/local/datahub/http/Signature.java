/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Verifies that a request was signed with the service's key. Thread-safe. */
final class Signature {

    static final String TOKEN_HEADER = "x-datahub-security-token";

    private static final String ALGORITHM = "HmacSHA1";
    private static final String SIGNED_PREFIX = "x-datahub-";

    private final Credentials credentials;
    private final SecretKeySpec key;

    Signature(Credentials credentials) {
        this.credentials = credentials;
        this.key =
                new SecretKeySpec(
                        credentials.accessKeySecret().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Checks a request.
     *
     * @param query as it stands in the request line, null if there is none
     * @throws DataHubException {@code Unauthorized}
     */
    void verify(String method, String path, @Nullable String query, HttpFields headers) {
        String authorization = headers.get("Authorization");
        String prefix = "DATAHUB " + credentials.accessId() + ":";
        if (authorization == null) {
            throw unauthorized("The request is not signed.");
        }
        if (!authorization.startsWith(prefix)) {
            throw unauthorized("The access id is unknown, or not of the scheme DATAHUB.");
        }
        String token = headers.get(TOKEN_HEADER);
        if (credentials.securityToken() != null && token == null) {
            throw unauthorized("A temporary access id needs its security token.");
        }
        if (token != null && !token.equals(credentials.securityToken())) {
            throw unauthorized("The security token is not the one of this access id.");
        }
        byte[] given =
                authorization.substring(prefix.length()).getBytes(StandardCharsets.ISO_8859_1);
        String head = head(method, headers);
        for (String resource : resources(path, query)) {
            if (MessageDigest.isEqual(given, sign(head + resource))) {
                return;
            }
        }
        throw unauthorized("The signature does not match.");
    }

    /** All that is signed before the resource. */
    private static String head(String method, HttpFields headers) {
        TreeMap<String, String> signed = new TreeMap<>();
        for (HttpField header : headers) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith(SIGNED_PREFIX)) {
                signed.put(name, header.getValue() == null ? "" : header.getValue());
            }
        }
        StringBuilder text = new StringBuilder(256);
        text.append(method).append('\n');
        text.append(orEmpty(headers.get("Content-Type"))).append('\n');
        text.append(orEmpty(headers.get("Date"))).append('\n');
        signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.toString();
    }

    /** The forms of path and query that clients sign: decoded, decoded and sorted, and as sent. */
    private static Set<String> resources(String path, @Nullable String query) {
        if (query == null) {
            return Set.of(path);
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(path + '?' + decode(query));
        forms.add(
                path
                        + '?'
                        + Arrays.stream(query.split("&"))
                                .map(Signature::decode)
                                .sorted()
                                .collect(Collectors.joining("&")));
        forms.add(path + '?' + query);
        return forms;
    }

    /** Percent decoding; a text that is none stands for itself. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static DataHubException unauthorized(String message) {
        return new DataHubException(ErrorCode.UNAUTHORIZED, message);
    }
}
