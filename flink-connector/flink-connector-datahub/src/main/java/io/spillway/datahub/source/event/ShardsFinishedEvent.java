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
