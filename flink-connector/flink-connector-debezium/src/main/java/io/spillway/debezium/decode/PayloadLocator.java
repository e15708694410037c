/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Tells a bare payload from {@code {"schema":...,"payload":...}}, which Connect's JsonConverter
 * writes if schemas are enabled. Not thread-safe.
 */
@Internal
final class PayloadLocator {

    private static final byte[] SCHEMA = "\"schema\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "\"payload\"".getBytes(StandardCharsets.US_ASCII);

    private final SchemaCache cache = new SchemaCache();

    /** The payload behind a known schema; null if {@link #locate} has to look. */
    @Nullable
    Payload locateByKnownSchema(String topic, byte[] bytes) {
        return bytes.length == 0 ? null : cache.find(topic, bytes);
    }

    /**
     * Finds the payload.
     *
     * @throws DebeziumDecodeException if the bytes are no JSON object, or their schema is none
     */
    Payload locate(String topic, byte[] bytes) throws DebeziumDecodeException {
        if (!mayBeWrapped(bytes)) {
            return new Payload(0, bytes.length, null);
        }
        try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
            return unwrap(topic, bytes, parser);
        } catch (IOException e) {
            throw Json.invalid(e, 0);
        }
    }

    private Payload unwrap(String topic, byte[] bytes, JsonParser parser)
            throws IOException, DebeziumDecodeException {
        int schemaStart = -1;
        int payloadStart = -1;
        int payloadEnd = -1;
        JsonToken schemaToken = null;
        JsonToken payloadToken = null;
        int fields = 0;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            fields++;
            if (name.equals("schema")) {
                schemaToken = token;
                schemaStart = start;
            } else if (name.equals("payload")) {
                payloadToken = token;
                payloadStart = start;
                payloadEnd = (int) parser.currentLocation().getByteOffset();
            }
        }
        int end = (int) parser.currentLocation().getByteOffset();
        Json.expectEnd(parser);
        boolean wrapped =
                fields == 2
                        && payloadToken != null
                        && (schemaToken == JsonToken.START_OBJECT
                                || schemaToken == JsonToken.VALUE_NULL);
        if (!wrapped) {
            return new Payload(0, bytes.length, null);
        }
        if (payloadToken == JsonToken.VALUE_NULL) {
            if (schemaToken != JsonToken.VALUE_NULL) {
                throw DebeziumDecodeException.shape(
                        "a schema without a payload, as flattened records have for deletes; only"
                                + " Debezium's envelope is decoded");
            }
            return new Payload(payloadStart, 0, null);
        }
        if (payloadToken != JsonToken.START_OBJECT) {
            throw DebeziumDecodeException.shape("the payload is no object");
        }
        if (schemaToken == JsonToken.VALUE_NULL) {
            return new Payload(payloadStart, payloadEnd - payloadStart, null);
        }
        StructSchema schema = readSchema(bytes, schemaStart);
        if (schemaStart < payloadStart && payloadEnd + 1 == end && end == bytes.length) {
            cache.put(topic, bytes, payloadStart, schema);
        }
        return new Payload(payloadStart, payloadEnd - payloadStart, schema);
    }

    private static StructSchema readSchema(byte[] bytes, int start)
            throws IOException, DebeziumDecodeException {
        try (JsonParser parser = Json.parser(bytes, start, bytes.length - start)) {
            parser.nextToken();
            return SchemaCompiler.compileStruct(PlainValues.object(parser));
        }
    }

    /** Looks at the first field's name only, without a parser. */
    private static boolean mayBeWrapped(byte[] bytes) {
        int brace = skipSpace(bytes, 0);
        if (brace == bytes.length || bytes[brace] != '{') {
            return false;
        }
        int name = skipSpace(bytes, brace + 1);
        return startsWith(bytes, name, SCHEMA) || startsWith(bytes, name, PAYLOAD);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] expected) {
        if (at + expected.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
