/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Requests that write and read records as JSON, and their answers. */
@Internal
public final class JsonRecordsCodec {

    private JsonRecordsCodec() {}

    /** The request that reads. */
    public static byte[] encodeGet(String cursor, int limit) {
        return JsonBodies.bytes(JsonBodies.action("sub").put("Cursor", cursor).put("Limit", limit));
    }

    /**
     * The request that writes.
     *
     * @param blob whether records are bytes without columns
     */
    public static byte[] encodePut(String shardId, List<EncodedRecord> records, boolean blob)
            throws MalformedMessageException {
        RecordEntryReader record = new RecordEntryReader();
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JsonBodies.JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("Action", "pub");
            json.writeArrayFieldStart("Records");
            for (EncodedRecord encoded : records) {
                record.read(encoded);
                writeRecord(json, shardId, record, blob);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (MalformedMessageException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("an array can always be written to", e);
        }
        return body.toByteArray();
    }

    private static void writeRecord(
            JsonGenerator json, String shardId, RecordEntryReader record, boolean blob)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ShardId", shardId);
        writeIfSet(json, "PartitionKey", record.partitionKey());
        writeIfSet(json, "HashKey", record.hashKey());
        json.writeObjectFieldStart("Attributes");
        for (Map.Entry<String, String> attribute : record.attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("Data");
        if (blob) {
            if (record.isNull(0)) {
                throw MalformedMessageException.nonsense("a record of a BLOB topic has no data");
            }
            json.writeBinary(record.buffer(), record.offset(0), record.length(0));
        } else {
            json.writeStartArray();
            for (int i = 0; i < record.columnCount(); i++) {
                if (record.isNull(i)) {
                    json.writeNull();
                } else {
                    json.writeString(record.text(i));
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeIfSet(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /**
     * Reads which records were refused.
     *
     * @param recordCount how many records were sent
     * @throws MalformedMessageException also if the refused records are not told one by one, as
     *     then it is not known which ones were written
     */
    public static PutResult decodePut(byte[] body, int recordCount)
            throws MalformedMessageException {
        JsonNode answer = JsonBodies.parse(body);
        long declared = JsonBodies.number(answer, "FailedRecordCount");
        List<PutResult.Failed> failed = new ArrayList<>();
        BitSet seen = new BitSet();
        for (JsonNode entry : answer.path("FailedRecords")) {
            long index = JsonBodies.number(entry, "Index");
            if (index < 0 || index >= recordCount || seen.get((int) index)) {
                throw MalformedMessageException.nonsense(
                        "refused record " + index + " of a request with " + recordCount);
            }
            seen.set((int) index);
            failed.add(
                    new PutResult.Failed(
                            (int) index,
                            entry.path("ErrorCode").asText(""),
                            entry.path("ErrorMessage").asText("")));
        }
        if (declared != failed.size()) {
            throw MalformedMessageException.nonsense(
                    "the answer declares "
                            + declared
                            + " refused records and names "
                            + failed.size()
                            + ", so which ones were written is not known");
        }
        return new PutResult(List.copyOf(failed));
    }

    /** Reads records. Whether they have columns shows in the records themselves. */
    public static RecordBatch decodeGet(byte[] body) throws MalformedMessageException {
        JsonNode answer = JsonBodies.parse(body);
        TranscodedRecords records = new TranscodedRecords(body.length);
        for (JsonNode entry : JsonBodies.array(answer, "Records")) {
            readRecord(records, entry);
        }
        long declared = JsonBodies.number(answer, "RecordCount", -1);
        if (declared > records.count()) {
            throw MalformedMessageException.nonsense(
                    "the answer declares " + declared + " records and holds " + records.count());
        }
        return records.toBatch(
                JsonBodies.text(answer, "NextCursor"),
                JsonBodies.number(answer, "LatestSeq", -1),
                JsonBodies.number(answer, "LatestTime", -1));
    }

    private static void readRecord(TranscodedRecords records, JsonNode entry)
            throws MalformedMessageException {
        long sequence = JsonBodies.number(entry, "Sequence");
        if (sequence < 0) {
            throw MalformedMessageException.nonsense("a record has no valid position");
        }
        RecordEntryWriter record = records.record();
        readData(record, entry.get("Data"));
        for (Map.Entry<String, JsonNode> attribute : entry.path("Attributes").properties()) {
            record.addAttribute(attribute.getKey(), attribute.getValue().asText());
        }
        record.hashKey(textOrNull(entry, "HashKey"));
        record.partitionKey(textOrNull(entry, "PartitionKey"));
        long systemTime = JsonBodies.number(entry, "SystemTime", -1);
        long serial = JsonBodies.number(entry, "Serial", -1);
        if (serial > Integer.MAX_VALUE) {
            throw MalformedMessageException.nonsense("a record has no valid position");
        }
        if (serial >= 0) {
            records.add(sequence, systemTime, (int) serial);
        } else {
            records.add(sequence, systemTime);
        }
    }

    private static void readData(RecordEntryWriter record, @Nullable JsonNode data)
            throws MalformedMessageException {
        if (data != null && data.isTextual()) {
            try {
                record.addBytes(data.binaryValue());
            } catch (IOException e) {
                throw MalformedMessageException.nonsense("a record's data is not base64");
            }
        } else if (data != null && data.isArray()) {
            for (JsonNode column : data) {
                if (column.isNull()) {
                    record.addNull();
                } else if (column.isValueNode()) {
                    record.addText(column.asText());
                } else {
                    throw MalformedMessageException.nonsense("a column is neither text nor null");
                }
            }
        } else {
            throw MalformedMessageException.nonsense("a record has no data");
        }
    }

    @Nullable
    private static String textOrNull(JsonNode entry, String name) {
        JsonNode value = entry.get(name);
        return value == null || value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }
}
