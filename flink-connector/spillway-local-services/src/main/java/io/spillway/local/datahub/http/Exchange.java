/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spillway.local.datahub.topic.DataHubException;
import java.io.IOException;
import java.util.Locale;
import javax.annotation.Nullable;
import org.eclipse.jetty.http.HttpFields;

/** One verified request with its body expanded. */
final class Exchange {

    static final ObjectMapper JSON = new ObjectMapper();

    static final String PROTOBUF = "application/x-protobuf";
    static final String BATCH = "application/x-binary";

    private final String method;
    @Nullable private final String query;
    private final HttpFields headers;
    private final byte[] body;

    Exchange(String method, @Nullable String query, HttpFields headers, byte[] body) {
        this.method = method;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    String method() {
        return method;
    }

    byte[] body() {
        return body;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    boolean hasContentType(String type) {
        String given = headers.get("Content-Type");
        return given != null && given.toLowerCase(Locale.ROOT).startsWith(type);
    }

    /** The value of a query parameter, empty if it is not there. */
    String parameter(String name) {
        if (query != null) {
            for (String pair : query.split("&")) {
                if (pair.startsWith(name + '=')) {
                    return Signature.decode(pair.substring(name.length() + 1));
                }
            }
        }
        return "";
    }

    /** The body as a JSON object; without a body, an empty one. */
    JsonNode json() {
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode node = JSON.readTree(body);
            if (node instanceof MissingNode || !node.isObject()) {
                throw DataHubException.invalidParameter("The request body is not a JSON object.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw DataHubException.invalidParameter("The request body is not valid JSON.");
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes every read", e);
        }
    }

    /** The lower-cased {@code Action} of a JSON body, empty if there is none. */
    static String action(JsonNode request) {
        return request.path("Action").asText("").toLowerCase(Locale.ROOT);
    }

    /** A text the request must have. */
    static String requireText(JsonNode request, String name) {
        JsonNode value = request.path(name);
        if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
            throw DataHubException.invalidParameter("The request has no " + name + ".");
        }
        return value.asText();
    }

    /** A whole number the request must have. */
    static long requireLong(JsonNode request, String name) {
        JsonNode value = request.path(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw DataHubException.invalidParameter("The request has no number " + name + ".");
        }
        return value.longValue();
    }
}
