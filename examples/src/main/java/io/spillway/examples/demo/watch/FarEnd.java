/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.examples.demo.table.SourceTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Follows the topics in DataHub and counts the changes that have arrived. Not thread-safe. */
@Internal
public final class FarEnd {

    private static final int LIMIT = 1000;

    private final DataHubGateway gateway;
    private final List<ShardTail> tails = new ArrayList<>();
    private final RecordEntryReader entry = new RecordEntryReader();
    private final Set<Long> applied = new HashSet<>();
    private long delivered;
    private long lastNewMillis;

    private static final class ShardTail {
        private final SourceTable table;
        private final TopicPath topic;
        private final String shard;
        private String cursor;

        ShardTail(SourceTable table, TopicPath topic, String shard, String cursor) {
            this.table = table;
            this.topic = topic;
            this.shard = shard;
            this.cursor = cursor;
        }
    }

    /**
     * @param gateway stays open; the caller closes it
     * @param project holds a topic for each table
     */
    public FarEnd(DataHubGateway gateway, String project, List<SourceTable> tables) {
        this.gateway = gateway;
        for (SourceTable table : tables) {
            TopicPath topic = new TopicPath(project, table.name());
            for (Shard shard : gateway.listShards(topic).join().shards()) {
                String cursor =
                        gateway.getCursor(topic, shard.id(), CursorSpec.oldest()).join().cursor();
                tails.add(new ShardTail(table, topic, shard.id(), cursor));
            }
        }
    }

    /** Reads what has arrived since the last call. */
    public void poll() throws IOException {
        List<ShardTail> open = List.copyOf(tails);
        while (!open.isEmpty()) {
            List<CompletableFuture<RecordBatch>> reads = new ArrayList<>();
            for (ShardTail tail : open) {
                reads.add(gateway.getRecords(tail.topic, tail.shard, tail.cursor, LIMIT));
            }
            List<ShardTail> more = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                RecordBatch batch = reads.get(i).join();
                count(open.get(i).table, batch);
                open.get(i).cursor = batch.nextCursor();
                if (batch.count() == LIMIT) {
                    more.add(open.get(i));
                }
            }
            open = more;
        }
    }

    /** Changes that have arrived, each counted once. */
    public long applied() {
        return applied.size();
    }

    /** Deliveries of changes, repeated ones included. */
    public long delivered() {
        return delivered;
    }

    /** When DataHub took the last change that was new, epoch milliseconds. */
    public long lastNewMillis() {
        return lastNewMillis;
    }

    private void count(SourceTable table, RecordBatch batch) throws MalformedMessageException {
        for (int i = 0; i < batch.count(); i++) {
            entry.read(batch, i);
            if (entry.isNull(table.opIndex()) || entry.text(table.opIndex()).equals("-U")) {
                continue;
            }
            delivered++;
            if (!entry.isNull(table.lsnIndex()) && applied.add(entry.longValue(table.lsnIndex()))) {
                lastNewMillis = Math.max(lastNewMillis, batch.systemTimes()[i]);
            }
        }
    }
}
