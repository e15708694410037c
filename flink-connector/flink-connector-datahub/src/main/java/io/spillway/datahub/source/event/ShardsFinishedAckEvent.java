/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.event;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator to a reader: a completed checkpoint holds that these shards are finished, the
 * reader need not keep them in its own state any longer.
 */
@Internal
public record ShardsFinishedAckEvent(List<String> shardIds) implements SourceEvent {

    public ShardsFinishedAckEvent {
        shardIds = List.copyOf(shardIds);
    }
}
