/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.event;

import io.spillway.datahub.source.split.PassedRecord;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator: a completed checkpoint holds that these shards are read up to
 * and with these records.
 */
@Internal
public record OffsetsCheckpointedEvent(Map<String, PassedRecord> records) implements SourceEvent {

    public OffsetsCheckpointedEvent {
        records = Map.copyOf(records);
    }
}
