/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.event;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader to the enumerator: these shards were read to their end. */
@Internal
public record ShardsFinishedEvent(List<String> shardIds) implements SourceEvent {

    public ShardsFinishedEvent {
        shardIds = List.copyOf(shardIds);
    }
}
