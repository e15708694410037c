/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Letters as one line of JSON each: a flat object whose fields are the columns of {@link
 * DeadLetterRows}.
 *
 * <p>Bytes (key, value, values of headers) are text where they are valid UTF-8, else base64 in a
 * field of the same name with {@code _base64} appended. Fields that are null are left out. Times
 * are ISO-8601 in UTC. Readers skip fields they do not know.
 *
 * <p>Thread-safe.
 */
@PublicEvolving
public final class DeadLetterJson {

    static final String BASE64_SUFFIX = "_base64";

    /** A letter must be readable whatever its size, so the default limit of strings is lifted. */
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private DeadLetterJson() {}

    /** One line without its line break, UTF-8. */
    public static byte[] toBytes(DeadLetter letter) {
        return encode(letter, true).toByteArray();
    }

    /** As {@link #toBytes}, without key, value and headers: nothing of the record is shown. */
    public static String withoutPayload(DeadLetter letter) {
        return encode(letter, false).toString(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IOException if the bytes are not JSON, or not a letter
     */
    public static DeadLetter parse(byte[] json) throws IOException {
        return new DeadLetterJsonReader().read(json);
    }

    private static ByteArrayOutputStream encode(DeadLetter letter, boolean payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(letter, payload, json);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory cannot fail", e);
        }
        return bytes;
    }

    private static void write(DeadLetter letter, boolean payload, JsonGenerator json)
            throws IOException {
        DeadLetter.Origin origin = letter.origin();
        DeadLetter.Failure error = letter.error();
        json.writeStartObject();
        json.writeStringField("id", letter.id());
        json.writeStringField("stage", letter.stage().label());
        json.writeStringField("origin_system", origin.system());
        json.writeStringField("origin_container", origin.container());
        writeText(json, "origin_partition", origin.partition());
        writeText(json, "origin_position", origin.position());
        if (origin.timestampMillis() != null) {
            writeTime(json, "origin_time", origin.timestampMillis());
        }
        writeText(json, "source_position", origin.sourcePosition());
        if (payload) {
            writeBytes(json, "key", letter.key());
            writeBytes(json, "value", letter.value());
            writeHeaders(json, letter);
        }
        json.writeStringField("code", error.code());
        writeText(json, "exception_class", error.exceptionClass());
        json.writeStringField("message", error.message());
        writeText(json, "stack_trace", error.stackTrace());
        json.writeNumberField("attempts", letter.attempts());
        writeTime(json, "first_failure", letter.firstFailureMillis());
        writeTime(json, "last_failure", letter.lastFailureMillis());
        writeText(json, "job_name", letter.jobName());
        json.writeEndObject();
    }

    private static void writeHeaders(JsonGenerator json, DeadLetter letter) throws IOException {
        json.writeArrayFieldStart("headers");
        for (DeadLetter.Header header : letter.headers()) {
            json.writeStartObject();
            json.writeStringField("name", header.name());
            writeBytes(json, "value", header.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTime(JsonGenerator json, String field, long millis)
            throws IOException {
        json.writeStringField(field, Instant.ofEpochMilli(millis).toString());
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    private static void writeBytes(JsonGenerator json, String field, @Nullable byte[] bytes)
            throws IOException {
        if (bytes == null) {
            return;
        }
        String text = asText(bytes);
        if (text != null) {
            json.writeStringField(field, text);
        } else {
            json.writeBinaryField(field + BASE64_SUFFIX, bytes);
        }
    }

    /** The text whose UTF-8 form these bytes are, null if there is none. */
    @Nullable
    private static String asText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null; // not an error: bytes that are no text are written as base64
        }
    }
}
