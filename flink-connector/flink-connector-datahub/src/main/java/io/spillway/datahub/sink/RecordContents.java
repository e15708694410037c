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
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private final RecordEntryReader reader = new RecordEntryReader();
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
            reader.read(record);
            List<DeadLetter.Header> headers = new ArrayList<>();
            reader.attributes().forEach((name, value) -> headers.add(header(name, value)));
            letter.headers(headers);
        } catch (MalformedMessageException e) {
            // the encoding itself may be what the service refused
            letter.value(record.body());
            return;
        }
        String key = reader.partitionKey();
        letter.key(key == null ? null : key.getBytes(StandardCharsets.UTF_8));
        letter.value(schema == null ? blob() : json());
    }

    private static DeadLetter.Header header(String name, String value) {
        return new DeadLetter.Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    private byte[] blob() {
        return reader.isNull(0) ? null : reader.bytes(0);
    }

    private byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < reader.columnCount(); i++) {
                boolean named = i < schema.fields().size();
                json.writeFieldName(named ? schema.fields().get(i).name() : "column" + i);
                write(
                        json,
                        named ? schema.fields().get(i).type() : null,
                        reader.isNull(i) ? null : reader.text(i));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** A refused value may not be what its column says: then it is shown as the text it is. */
    private static void write(JsonGenerator json, @Nullable FieldType type, @Nullable String text)
            throws IOException {
        if (text == null) {
            json.writeNull();
            return;
        }
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
}
