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
