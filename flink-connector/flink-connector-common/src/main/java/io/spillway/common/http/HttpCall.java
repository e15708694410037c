/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import java.net.URI;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * One request, before it is signed. The arrays are not copied.
 *
 * @param purpose what it is for, for error messages; completes "failed to ..."
 * @param method GET, POST, PUT or DELETE
 * @param uri absolute address
 * @param headers headers that do not change between attempts
 * @param body holds the body
 * @param bodyLength how many bytes of the array are the body; 0 for none
 */
@Internal
public record HttpCall(
        String purpose,
        String method,
        URI uri,
        Map<String, String> headers,
        byte[] body,
        int bodyLength) {

    private static final byte[] NOTHING = new byte[0];

    /** A request without a body. */
    public static HttpCall withoutBody(
            String purpose, String method, URI uri, Map<String, String> headers) {
        return new HttpCall(purpose, method, uri, headers, NOTHING, 0);
    }
}
