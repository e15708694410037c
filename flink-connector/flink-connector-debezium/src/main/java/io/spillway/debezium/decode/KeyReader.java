/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.spillway.debezium.KafkaRecord;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Reads record keys. Not thread-safe. */
@Internal
final class KeyReader {

    private final PayloadLocator payloads = new PayloadLocator();
    private final RowReader rows;

    KeyReader(RowReader rows) {
        this.rows = rows;
    }

    /** The key columns; empty if the record has no key. */
    Map<String, Object> read(KafkaRecord record) throws DebeziumDecodeException {
        byte[] key = record.key();
        if (key == null) {
            return Map.of();
        }
        try {
            Payload known = payloads.locateByKnownSchema(record.topic(), key);
            JsonText.check(key, known);
            if (known != null) {
                try {
                    return read(key, known);
                } catch (DebeziumDecodeException e) {
                    // Which failure it is must not depend on what was seen before.
                    return read(key, payloads.locate(record.topic(), key));
                }
            }
            return read(key, payloads.locate(record.topic(), key));
        } catch (DebeziumDecodeException e) {
            throw e.at("record key");
        }
    }

    private Map<String, Object> read(byte[] key, Payload payload) throws DebeziumDecodeException {
        if (payload.isNull()) {
            return Map.of();
        }
        try (JsonParser parser = Json.parser(key, payload.offset(), payload.length())) {
            Json.expectObject(parser);
            RowReader.Columns columns = rows.read(parser, payload.schema());
            Json.expectEnd(parser);
            if (!columns.unavailable().isEmpty()) {
                throw DebeziumDecodeException.shape("a key column has no value");
            }
            return columns.columns();
        } catch (IOException e) {
            throw Json.invalid(e, payload.offset());
        }
    }
}
