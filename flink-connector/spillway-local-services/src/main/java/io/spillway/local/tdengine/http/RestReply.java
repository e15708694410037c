/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import io.spillway.local.tdengine.wire.Answer;
import java.nio.charset.StandardCharsets;

/** An answer over HTTP. */
record RestReply(int status, byte[] body) {

    static RestReply error(int status, int code, String description, long nanos) {
        StringBuilder json = new StringBuilder("{\"code\":").append(code & 0xffff);
        json.append(",\"desc\":");
        Answer.quote(json, description);
        json.append(",\"timing\":").append(nanos).append('}');
        return new RestReply(status, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
