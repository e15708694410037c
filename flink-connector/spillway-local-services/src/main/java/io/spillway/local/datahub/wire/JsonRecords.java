/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.PutRecord;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.RecordFailure;
import io.spillway.local.datahub.topic.RecordView;
import io.spillway.local.datahub.topic.RecordVisitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the JSON form of puts and gets. */
public final class JsonRecords {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonRecords() {}

    /** Reads the records of a put; more than {@code maxRecords} are refused. */
    public static List<PutRecord> put(JsonNode request, boolean blob, int maxRecords) {
        JsonNode records = request.path("Records");
        if (!records.isArray()) {
            throw DataHubException.invalidParameter("The request has no Records.");
        }
        if (records.size() > maxRecords) {
            throw DataHubException.invalidParameter(
                    "A request has at most " + maxRecords + " records.");
        }
        List<PutRecord> result = new ArrayList<>(records.size());
        for (JsonNode record : records) {
            Map<String, String> attributes = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> pair : record.path("Attributes").properties()) {
                attributes.put(pair.getKey(), pair.getValue().asText());
            }
            JsonNode data = record.path("Data");
            result.add(
                    new PutRecord(
                            text(record, "ShardId"),
                            // one client has another name for it
                            record.has("HashKey")
                                    ? text(record, "HashKey")
                                    : text(record, "HashValue"),
                            text(record, "PartitionKey"),
                            RecordBody.of(attributes, blob ? blob(data) : tuple(data))));
        }
        return result;
    }

    /** Writes the answer to a put. */
    public static byte[] putReply(List<RecordFailure> failures) {
        return write(
                out -> {
                    out.writeStartObject();
                    out.writeNumberField("FailedRecordCount", failures.size());
                    out.writeArrayFieldStart("FailedRecords");
                    for (RecordFailure failure : failures) {
                        out.writeStartObject();
                        out.writeNumberField("Index", failure.index());
                        out.writeStringField("ErrorCode", failure.code().code());
                        out.writeStringField("ErrorMessage", failure.message());
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                });
    }

    /** Writes the answer to a get. */
    public static byte[] getReply(ReadResult result, boolean blob) {
        return write(
                out -> {
                    RecordView records = result.records();
                    out.writeStartObject();
                    out.writeStringField("NextCursor", ascii(result.nextCursor()));
                    out.writeNumberField("RecordCount", records.recordCount());
                    out.writeNumberField("StartSeq", records.firstSequence());
                    out.writeNumberField("LatestSeq", result.latestSequence());
                    out.writeNumberField("LatestTime", result.latestTime());
                    out.writeArrayFieldStart("Records");
                    for (int i = 0; i < records.size(); i++) {
                        int serial = 0;
                        for (byte[] body : records.entry(i).bodies()) {
                            out.writeStartObject();
                            out.writeNumberField("SystemTime", records.systemTime(i));
                            out.writeNumberField("Sequence", records.sequence(i));
                            out.writeStringField("Cursor", ascii(result.cursor(i)));
                            out.writeStringField("NextCursor", ascii(result.nextCursor(i)));
                            out.writeNumberField("Serial", serial++);
                            writeBody(out, body, blob);
                            out.writeEndObject();
                        }
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                });
    }

    private static void writeBody(JsonGenerator out, byte[] body, boolean blob) throws IOException {
        BodyWriter writer = new BodyWriter(out, blob);
        out.writeObjectFieldStart("Attributes");
        try {
            RecordBody.visit(body, writer);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.finish();
    }

    /** The one value of a BLOB record; none if it cannot be read, which no schema accepts. */
    private static List<byte[]> blob(JsonNode data) {
        try {
            return data.isTextual()
                    ? List.of(Base64.getDecoder().decode(data.textValue()))
                    : List.of();
        } catch (IllegalArgumentException e) {
            // not base64: refused with its index by the check of the record
            return List.of();
        }
    }

    /** The column texts of a TUPLE record; none if the data is no array. */
    private static List<byte[]> tuple(JsonNode data) {
        if (!data.isArray()) {
            return List.of();
        }
        List<byte[]> values = new ArrayList<>(data.size());
        for (JsonNode value : data) {
            values.add(value.isNull() ? null : value.asText().getBytes(StandardCharsets.UTF_8));
        }
        return values;
    }

    private static String text(JsonNode record, String name) {
        JsonNode value = record.path(name);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static byte[] write(JsonContent content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes every write", e);
        }
        return bytes.toByteArray();
    }

    private interface JsonContent {
        void write(JsonGenerator out) throws IOException;
    }

    /** Writes the inside of Attributes, then Data. */
    private static final class BodyWriter implements RecordVisitor {

        private final JsonGenerator out;
        private final boolean blob;
        private boolean inData;

        BodyWriter(JsonGenerator out, boolean blob) {
            this.out = out;
            this.blob = blob;
        }

        @Override
        public void attribute(String key, String value) {
            try {
                out.writeStringField(key, value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void column(int index, byte[] bytes, int from, int to) {
            try {
                startData();
                if (blob) {
                    out.writeBinary(bytes, from, to - from);
                } else if (from < 0) {
                    out.writeNull();
                } else {
                    out.writeUTF8String(bytes, from, to - from);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void finish() throws IOException {
            startData();
            if (!blob) {
                out.writeEndArray();
            }
        }

        private void startData() throws IOException {
            if (inData) {
                return;
            }
            inData = true;
            out.writeEndObject();
            out.writeFieldName("Data");
            if (!blob) {
                out.writeStartArray();
            }
        }
    }
}
