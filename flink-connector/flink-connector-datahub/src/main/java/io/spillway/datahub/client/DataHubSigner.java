/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.credentials.Credentials;
import io.spillway.common.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.annotation.Internal;

/** Signs requests as DataHub wants it: HMAC-SHA1 over method, type, date, headers and path. */
@Internal
final class DataHubSigner {

    private static final String ALGORITHM = "HmacSHA1";
    private static final String SIGNED_PREFIX = "x-datahub-";
    private static final String SECURITY_TOKEN = "x-datahub-security-token";

    /** RFC 1123 with two digits for the day, which the JDK's own formatter does not write. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final Clock clock;

    DataHubSigner(Clock clock) {
        this.clock = clock;
    }

    /** The headers that prove who asks. */
    Map<String, String> sign(HttpCall call, Credentials credentials) {
        String date = ZonedDateTime.now(clock.withZone(ZoneOffset.UTC)).format(DATE);
        Map<String, String> added = new HashMap<>();
        added.put("Date", date);
        if (credentials.securityToken() != null) {
            added.put(SECURITY_TOKEN, credentials.securityToken().reveal());
        }
        String text = stringToSign(call, date, added);
        added.put(
                "Authorization",
                "DATAHUB "
                        + credentials.accessId()
                        + ":"
                        + hmac(credentials.accessKeySecret().reveal(), text));
        return added;
    }

    /** No call of ours has a query, which each client library signs in another form. */
    private static String stringToSign(HttpCall call, String date, Map<String, String> added) {
        TreeMap<String, String> signed = new TreeMap<>();
        collect(call.headers(), signed);
        collect(added, signed);
        StringBuilder text = new StringBuilder(256);
        text.append(call.method()).append('\n');
        text.append(call.headers().getOrDefault("Content-Type", "")).append('\n');
        text.append(date).append('\n');
        signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append(call.uri().getPath()).toString();
    }

    private static void collect(Map<String, String> headers, Map<String, String> signed) {
        headers.forEach(
                (name, value) -> {
                    String lowerCase = name.toLowerCase(Locale.ROOT);
                    if (lowerCase.startsWith(SIGNED_PREFIX)) {
                        signed.put(lowerCase, value);
                    }
                });
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }
}
