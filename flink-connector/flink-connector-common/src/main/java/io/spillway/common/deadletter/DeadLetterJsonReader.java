/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Reads one letter from the JSON of {@link DeadLetterJson}. Used once. */
@Internal
final class DeadLetterJsonReader {

    private final Map<String, String> texts = new HashMap<>();
    private final List<DeadLetter.Header> headers = new ArrayList<>();
    @Nullable private byte[] key;
    @Nullable private byte[] value;

    DeadLetter read(byte[] json) throws IOException {
        try (JsonParser parser = DeadLetterJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("A dead letter is a JSON object, found none");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser.currentName(), parser);
            }
        }
        return letter();
    }

    private void readField(String field, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        switch (field) {
            case "key", "key" + DeadLetterJson.BASE64_SUFFIX -> key = bytes(field, parser);
            case "value", "value" + DeadLetterJson.BASE64_SUFFIX -> value = bytes(field, parser);
            case "headers" -> readHeaders(parser);
            default -> {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    texts.put(field, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void readHeaders(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("Field 'headers' of a dead letter must be an array");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String name = null;
            byte[] content = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "name" -> name = parser.getText();
                    case "value", "value" + DeadLetterJson.BASE64_SUFFIX ->
                            content = bytes(field, parser);
                    default -> parser.skipChildren();
                }
            }
            if (name == null) {
                throw new IOException("A header of a dead letter has no 'name'");
            }
            headers.add(new DeadLetter.Header(name, content));
        }
    }

    @Nullable
    private static byte[] bytes(String field, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IOException("Field '" + field + "' of a dead letter must be a string");
        }
        return field.endsWith(DeadLetterJson.BASE64_SUFFIX)
                ? parser.getBinaryValue()
                : parser.getText().getBytes(StandardCharsets.UTF_8);
    }

    private DeadLetter letter() throws IOException {
        String originTime = texts.get("origin_time");
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        required("origin_system"),
                        required("origin_container"),
                        texts.get("origin_partition"),
                        texts.get("origin_position"),
                        originTime == null ? null : millis("origin_time"),
                        texts.get("source_position"));
        DeadLetter.Failure error =
                new DeadLetter.Failure(
                        required("code"),
                        texts.get("exception_class"),
                        required("message"),
                        texts.get("stack_trace"));
        return new DeadLetter(
                required("id"),
                origin,
                stage(),
                key,
                value,
                List.copyOf(headers),
                error,
                attempts(),
                millis("first_failure"),
                millis("last_failure"),
                texts.get("job_name"));
    }

    private DeadLetter.Stage stage() throws IOException {
        String label = required("stage");
        for (DeadLetter.Stage stage : DeadLetter.Stage.values()) {
            if (stage.label().equals(label)) {
                return stage;
            }
        }
        throw new IOException("Dead letter with unknown stage '" + label + "'");
    }

    private int attempts() throws IOException {
        try {
            return Integer.parseInt(required("attempts"));
        } catch (NumberFormatException e) {
            throw new IOException("Field 'attempts' of a dead letter must be a number", e);
        }
    }

    private long millis(String field) throws IOException {
        try {
            return Instant.parse(required(field)).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IOException(
                    "Field '" + field + "' of a dead letter must be an ISO-8601 time", e);
        }
    }

    private String required(String field) throws IOException {
        String text = texts.get(field);
        if (text == null) {
            throw new IOException("Dead letter without field '" + field + "'");
        }
        return text;
    }
}
