/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.http.HttpCall;
import io.spillway.common.http.RequestSigner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Who is asking, over REST: by a header, or by a parameter for TDengine Cloud. */
@Internal
final class RestAuthentication implements RequestSigner {

    /** taosAdapter's own tokens hold at least 48 encrypted bytes, in blocks of 8. */
    private static final int LEAST_LOGIN_TOKEN = 48;

    private static final int CIPHER_BLOCK = 8;

    @Nullable private final String header;
    @Nullable private final String parameter;

    RestAuthentication(TDengineGatewayOptions options) {
        String token = options.token() == null ? null : options.token().reveal();
        if (options.user() != null && options.password() != null) {
            String pair = options.user() + ":" + options.password().reveal();
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            header = "Basic " + Base64.getEncoder().encodeToString(bytes);
        } else {
            header = isLoginToken(token) ? "Taosd " + token : null;
        }
        parameter =
                token == null || isLoginToken(token)
                        ? null
                        : "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /** A part of the query, null for none. */
    @Nullable
    String parameter() {
        return parameter;
    }

    @Override
    public Map<String, String> sign(HttpCall call) {
        return header == null ? Map.of() : Map.of("Authorization", header);
    }

    private static boolean isLoginToken(@Nullable String token) {
        if (token == null) {
            return false;
        }
        try {
            int length = Base64.getDecoder().decode(token).length;
            return length >= LEAST_LOGIN_TOKEN && length % CIPHER_BLOCK == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
