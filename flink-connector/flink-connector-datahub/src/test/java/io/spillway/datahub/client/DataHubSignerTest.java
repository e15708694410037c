/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.Credentials;
import io.spillway.common.credentials.Secret;
import io.spillway.common.http.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DataHubSignerTest {

    private static final Credentials KEY_1 = Credentials.of("id1", "key1");

    /** Requests the vendor's Java client made, and how it signed them. */
    @Test
    void signaturesAreTheVendorsOwn() throws Exception {
        HttpCall control =
                call(
                        "GET",
                        "/projects/proj/topics/tall",
                        Map.of(
                                "x-datahub-client-version", "1.1",
                                "X-DataHub-Source-Ip", "192.0.2.2"));
        HttpCall records =
                call(
                        "POST",
                        "/projects/proj/topics/tall/shards",
                        Map.of(
                                "Content-Type", "application/x-protobuf",
                                "Content-Encoding", "lz4",
                                "x-datahub-request-action", "pub",
                                "x-datahub-client-version", "1.1",
                                "x-datahub-content-raw-size", "289",
                                "x-datahub-source-ip", "192.0.2.2"));

        assertThat(sign(control, "2026-11-21T03:40:59Z"))
                .containsEntry("Date", "Sat, 21 Nov 2026 03:40:59 GMT")
                .containsEntry("Authorization", "DATAHUB id1:MlpaVdGh81EOg5i3Lz0ZLbZEh5g=");
        assertThat(sign(records, "2026-11-21T03:41:01Z"))
                .containsEntry("Authorization", "DATAHUB id1:VpUWshblJy1XxZLR2IXjf52AL/Y=");
    }

    @Test
    void theDayHasTwoDigits() throws Exception {
        assertThat(sign(call("GET", "/projects", Map.of()), "2026-03-05T01:02:03Z"))
                .containsEntry("Date", "Thu, 05 Mar 2026 01:02:03 GMT");
    }

    @Test
    void aSecurityTokenIsSentAndSigned() throws Exception {
        Credentials temporary = new Credentials("id1", Secret.of("key1"), Secret.of("ststoken"));
        DataHubSigner signer = new DataHubSigner(at("2026-11-21T03:19:00Z"));

        Map<String, String> added =
                signer.sign(
                        call("GET", "/projects/p", Map.of("x-datahub-client-version", "1.1")),
                        temporary);

        assertThat(added)
                .containsEntry("x-datahub-security-token", "ststoken")
                .containsEntry(
                        "Authorization",
                        "DATAHUB id1:"
                                + hmac(
                                        "key1",
                                        "GET\n\nSat, 21 Nov 2026 03:19:00 GMT\n"
                                                + "x-datahub-client-version:1.1\n"
                                                + "x-datahub-security-token:ststoken\n"
                                                + "/projects/p"));
    }

    private static Map<String, String> sign(HttpCall call, String time) {
        return new DataHubSigner(at(time)).sign(call, KEY_1);
    }

    private static HttpCall call(String method, String path, Map<String, String> headers) {
        return HttpCall.withoutBody("test", method, URI.create("http://127.0.0.1" + path), headers);
    }

    private static Clock at(String time) {
        // whatever the zone, the header is in GMT
        return Clock.fixed(Instant.parse(time), ZoneId.of("Asia/Shanghai"));
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
