/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.sink.DataHubSerializationSchema;
import io.spillway.datahub.table.TableCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.data.RowData;

/**
 * Our client without Flink: one thread makes the same rows, encodes them as the sink does, and
 * keeps one request in flight for each shard, as the sink does.
 */
final class BareGateway {

    private BareGateway() {}

    static void write(
            DataHubGateway gateway, TopicPath topic, int shards, long records, int batchSize)
            throws Exception {
        DataHubSerializationSchema<RowData> rows = TableCodecs.serializer(OrderRows.TYPE);
        rows.open(null, gateway.getTopic(topic).get(), 0);
        List<CompletableFuture<PutResult>> inFlight = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            inFlight.add(CompletableFuture.completedFuture(new PutResult(List.of())));
        }
        int turn = 0;
        for (long id = 0; id < records; turn = (turn + 1) % shards) {
            List<EncodedRecord> batch = new ArrayList<>(batchSize);
            while (batch.size() < batchSize && id < records) {
                batch.add(rows.serialize(OrderRows.row(id++)));
            }
            requireWritten(inFlight.get(turn));
            inFlight.set(turn, gateway.putRecords(topic, Integer.toString(turn), batch));
        }
        for (CompletableFuture<PutResult> put : inFlight) {
            requireWritten(put);
        }
    }

    private static void requireWritten(CompletableFuture<PutResult> put) throws Exception {
        if (!put.get().failed().isEmpty()) {
            throw new IllegalStateException("Records were refused: " + put.get().failed());
        }
    }
}
