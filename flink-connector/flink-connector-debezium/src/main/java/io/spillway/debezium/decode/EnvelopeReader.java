/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Reads the fields of an envelope; what they mean together is the decoder's business. */
@Internal
final class EnvelopeReader {

    private final RowReader rows;

    EnvelopeReader(RowReader rows) {
        this.rows = rows;
    }

    /**
     * Fills {@code envelope} with the object the parser stands on the beginning of.
     *
     * @throws DebeziumDecodeException if a field that every envelope has is something else here
     */
    void read(JsonParser parser, @Nullable StructSchema schema, Envelope envelope)
            throws IOException, DebeziumDecodeException {
        envelope.clear();
        boolean beforeSeen = false;
        boolean afterSeen = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "op" -> {
                    once(envelope.op == null, "op");
                    envelope.op = op(parser, token);
                }
                case "before" -> {
                    once(!beforeSeen, "before");
                    beforeSeen = true;
                    envelope.before = row(parser, token, schema, "before");
                }
                case "after" -> {
                    once(!afterSeen, "after");
                    afterSeen = true;
                    envelope.after = row(parser, token, schema, "after");
                }
                case "source" -> {
                    once(!envelope.hasSource, "source");
                    readSource(parser, token, envelope);
                }
                case "message" -> {
                    envelope.hasMessage = token == JsonToken.START_OBJECT;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static void once(boolean first, String field) throws DebeziumDecodeException {
        if (!first) {
            throw DebeziumDecodeException.shape("'" + field + "' stands there twice");
        }
    }

    private static String op(JsonParser parser, JsonToken token)
            throws IOException, DebeziumDecodeException {
        if (token != JsonToken.VALUE_STRING) {
            throw DebeziumDecodeException.shape("'op' is no string, so this is no envelope");
        }
        return parser.getText();
    }

    @Nullable
    private RowReader.Columns row(
            JsonParser parser, JsonToken token, @Nullable StructSchema schema, String field)
            throws IOException, DebeziumDecodeException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            throw DebeziumDecodeException.shape(
                    "'" + field + "' is neither an object nor null, so this is no envelope");
        }
        if (schema == null) {
            return rows.read(parser, null);
        }
        StructSchema rowSchema = schema.struct(field);
        if (rowSchema == null) {
            throw DebeziumDecodeException.mismatch("the schema has no struct '" + field + "'");
        }
        return rows.read(parser, rowSchema);
    }

    private static void readSource(JsonParser parser, JsonToken token, Envelope envelope)
            throws IOException, DebeziumDecodeException {
        if (token != JsonToken.START_OBJECT) {
            throw DebeziumDecodeException.shape(
                    "'source' is no object, so this is no envelope; CloudEvents and flattened"
                            + " records are not decoded");
        }
        envelope.hasSource = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "db" -> envelope.database = text(parser, value);
                case "schema" -> envelope.schema = text(parser, value);
                case "table" -> envelope.table = text(parser, value);
                case "lsn" -> envelope.lsn = number(parser, value);
                case "ts_ms" -> envelope.timestampMillis = number(parser, value);
                case "txId" ->
                        envelope.transactionId = value.isScalarValue() ? id(parser, value) : null;
                case "snapshot" -> envelope.snapshot = isSnapshot(parser, value);
                default -> {}
            }
            // Does nothing unless the parser still stands on the beginning of an object or array.
            parser.skipChildren();
        }
    }

    private static String text(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING ? parser.getText() : "";
    }

    @Nullable
    private static String id(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    @Nullable
    private static Long number(JsonParser parser, JsonToken token) throws IOException {
        boolean fits =
                token == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return fits ? (Long) parser.getLongValue() : null;
    }

    private static boolean isSnapshot(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_TRUE
                || (token == JsonToken.VALUE_STRING && !parser.getText().equals("false"));
    }
}
