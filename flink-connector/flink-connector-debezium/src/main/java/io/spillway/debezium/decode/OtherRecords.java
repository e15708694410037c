/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.spillway.debezium.decode.Decoded.Skip;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Sorts records that are no envelope: heartbeats and transaction metadata are recognised by their
 * exact shape, wherever they were routed; everything else is a failure that says what it looks
 * like.
 */
@Internal
final class OtherRecords {

    private static final Set<String> HEARTBEAT = Set.of("ts_ms");
    private static final Set<String> HEARTBEAT_KEY = Set.of("serverName");
    private static final Set<String> TRANSACTION =
            Set.of("status", "id", "event_count", "data_collections", "ts_ms");
    private static final Set<String> TRANSACTION_KEY = Set.of("id");

    private OtherRecords() {}

    /**
     * @param parser stands on the beginning of the object
     * @param key the record's key
     */
    static Skip classify(JsonParser parser, Map<String, Object> key)
            throws IOException, DebeziumDecodeException {
        Map<String, Object> value = PlainValues.object(parser);
        if (value.keySet().equals(HEARTBEAT) && key.keySet().equals(HEARTBEAT_KEY)) {
            return Skip.HEARTBEAT;
        }
        if (value.keySet().equals(TRANSACTION)
                && key.keySet().equals(TRANSACTION_KEY)
                && isBoundary(value.get("status"))) {
            return Skip.TRANSACTION_METADATA;
        }
        if (value.containsKey("specversion")) {
            throw DebeziumDecodeException.shape(
                    "a CloudEvent; only Debezium's envelope is decoded");
        }
        throw DebeziumDecodeException.shape(
                "no Debezium envelope: neither 'op' nor 'source'; flattened records"
                        + " (ExtractNewRecordState) are not decoded");
    }

    private static boolean isBoundary(Object status) {
        return "BEGIN".equals(status) || "END".equals(status);
    }
}
