/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.datahub.topic.DataHubException;
import java.nio.charset.StandardCharsets;

/**
 * An answer before it is compressed.
 *
 * @param contentType null for no answer at all: the connection is closed instead
 */
record Reply(int status, String contentType, byte[] body) {

    static final Reply EMPTY = json("{}".getBytes(StandardCharsets.UTF_8));
    static final Reply CLOSE_CONNECTION = new Reply(0, null, new byte[0]);
    static final Reply UNAVAILABLE =
            new Reply(
                    503,
                    "text/html",
                    "<html><body><h1>503 Service Unavailable</h1></body></html>"
                            .getBytes(StandardCharsets.UTF_8));

    static Reply json(byte[] body) {
        return new Reply(200, "application/json", body);
    }

    static Reply json(JsonNode node) {
        return json(bytes(node));
    }

    static Reply protobuf(byte[] frame) {
        return new Reply(200, Exchange.PROTOBUF, frame);
    }

    static Reply batch(byte[] frame) {
        return new Reply(200, Exchange.BATCH, frame);
    }

    /** An error; its content type carries no charset, as one client then loses the code. */
    static Reply error(String requestId, DataHubException e) {
        return new Reply(
                e.status(),
                "application/json",
                bytes(
                        Exchange.JSON
                                .createObjectNode()
                                .put("RequestId", requestId)
                                .put("ErrorCode", e.code().code())
                                .put("ErrorMessage", e.getMessage())));
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return Exchange.JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every JSON tree can be written", e);
        }
    }
}
