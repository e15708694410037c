/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpReply;
import io.spillway.datahub.client.codec.ControlPlaneCodec;
import io.spillway.datahub.client.codec.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.flink.annotation.Internal;

/** Reads what the service, or a gateway before it, says when it refuses. */
@Internal
final class Refusal {

    private static final int MAX_MESSAGE_CHARS = 500;
    private static final int MAX_PAGE_BYTES = 4 * 1024;

    private Refusal() {}

    /**
     * @param purpose completes "DataHub refused to ..."
     * @param mask hides secrets in a text
     */
    static ServiceException toException(
            String purpose, HttpReply reply, UnaryOperator<String> mask) {
        String code = "";
        String message;
        String requestId = reply.header(DataHubTransport.REQUEST_ID);
        try {
            JsonNode error = ControlPlaneCodec.parse(reply.body());
            code = error.path("ErrorCode").asText();
            message = error.path("ErrorMessage").asText();
            if (requestId == null && error.hasNonNull("RequestId")) {
                requestId = error.get("RequestId").asText();
            }
        } catch (MalformedMessageException page) {
            // not the service's own answer: an HTML page of something between it and us
            message = textOf(reply.body());
        }
        if (code.isBlank() || code.equals("null")) {
            code = "Http" + reply.status();
        }
        code = oneLine(code);
        return new ServiceException(
                DataHubErrors.kindOf(code, reply.status()),
                code,
                reply.status(),
                requestId,
                String.format(
                        "DataHub refused to %s: %s (HTTP %d, request id %s): %s",
                        purpose,
                        code,
                        reply.status(),
                        requestId == null ? "unknown" : oneLine(requestId),
                        mask.apply(oneLine(message))),
                null);
    }

    private static String textOf(byte[] page) {
        String text =
                new String(page, 0, Math.min(page.length, MAX_PAGE_BYTES), StandardCharsets.UTF_8);
        return text.replaceAll("<[^>]*>", " ");
    }

    /** One line of printable characters, not too long for a log. */
    static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
        if (line.isEmpty()) {
            return "(no message)";
        }
        return line.length() <= MAX_MESSAGE_CHARS
                ? line
                : line.substring(0, MAX_MESSAGE_CHARS) + "...";
    }
}
