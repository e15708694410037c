/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Reads encoded records back, so that a refused one can be shown: columns by name as JSON, the
 * bytes themselves for a BLOB topic, attributes as headers.
 */
@Internal
final class RecordContents {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private static final int PARTITION_KEY = 3;
    private static final int ATTRIBUTES = 8;
    private static final int DATA = 9;
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    @Nullable private final RecordSchema schema;

    /**
     * @param schema the topic's columns, null for a BLOB topic
     */
    RecordContents(@Nullable RecordSchema schema) {
        this.schema = schema;
    }

    /** Gives the letter the record's key, value and attributes, its raw bytes if it has none. */
    void describe(EncodedRecord record, DeadLetterBuilder letter) {
        try {
            decode(record, letter);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            // the encoding itself may be what the service refused
            letter.value(record.body());
        }
    }

    private void decode(EncodedRecord record, DeadLetterBuilder letter) {
        List<byte[]> values = new ArrayList<>();
        List<DeadLetter.Header> headers = new ArrayList<>();
        ProtoFields fields = new ProtoFields(ByteBuffer.wrap(record.body()));
        while (fields.next()) {
            switch (fields.number()) {
                case PARTITION_KEY -> letter.key(fields.bytes());
                case ATTRIBUTES -> readAttributes(fields.message(), headers);
                case DATA -> readData(fields.message(), values);
                default -> {}
            }
        }
        letter.headers(headers);
        letter.value(schema == null ? blob(values) : json(values));
    }

    private static void readAttributes(ProtoFields pairs, List<DeadLetter.Header> headers) {
        while (pairs.next()) {
            ProtoFields pair = pairs.message();
            byte[] name = new byte[0];
            byte[] value = null;
            while (pair.next()) {
                if (pair.number() == FIRST) {
                    name = pair.bytes();
                } else if (pair.number() == SECOND) {
                    value = pair.bytes();
                }
            }
            headers.add(new DeadLetter.Header(text(name), value));
        }
    }

    private static void readData(ProtoFields data, List<byte[]> values) {
        while (data.next()) {
            ProtoFields column = data.message();
            byte[] value = null;
            while (column.next()) {
                if (column.number() == FIRST) {
                    value = column.bytes();
                }
            }
            values.add(value);
        }
    }

    @Nullable
    private static byte[] blob(List<byte[]> values) {
        return values.isEmpty() ? null : values.get(0);
    }

    private byte[] json(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                boolean named = i < schema.fields().size();
                json.writeFieldName(named ? schema.fields().get(i).name() : "column" + i);
                write(json, named ? schema.fields().get(i).type() : null, values.get(i));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** A refused value may not be what its column says: then it is shown as the text it is. */
    private static void write(JsonGenerator json, @Nullable FieldType type, @Nullable byte[] value)
            throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        String text = text(value);
        boolean bare =
                type != null
                        && switch (type) {
                            case STRING, JSON -> false;
                            case BOOLEAN -> text.equals("true") || text.equals("false");
                            default -> JSON_NUMBER.matcher(text).matches();
                        };
        if (bare) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
