/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.write.BatchResult;
import io.spillway.common.write.BatchSender;
import io.spillway.tdengine.client.TDengineGateway;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;

/**
 * Sends each lane's batches over the lane's own gateway. Lanes are numbered from 0.
 *
 * <p>Sorting a batch by table and laying it out for the wire takes as long as collecting it, so
 * this is done by threads of the sender while the task thread collects the next one, unless the
 * batch is small.
 */
@Internal
final class LaneSender implements BatchSender<SinkRow> {

    /** Laying these out takes no longer than waking another thread up. */
    private static final int FEW_ROWS = 256;

    private final List<TDengineGateway> gateways;
    private final LaneWriter[] writers;
    private final ExecutorService threads;

    /**
     * @param gateways one per lane, owned by the sender from now on
     */
    LaneSender(List<TDengineGateway> gateways) {
        this.gateways = List.copyOf(gateways);
        writers = new LaneWriter[gateways.size()];
        threads =
                Executors.newFixedThreadPool(
                        gateways.size(),
                        task -> {
                            Thread thread = new Thread(task, "tdengine-sink");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Called when the table is known, before the first batch. */
    void open(Function<TDengineGateway, LaneWriter> writer) {
        for (int i = 0; i < writers.length; i++) {
            writers[i] = writer.apply(gateways.get(i));
        }
    }

    @Override
    public CompletableFuture<BatchResult> send(String lane, List<SinkRow> rows) {
        LaneWriter writer = writers[Integer.parseInt(lane)];
        if (rows.size() <= FEW_ROWS) {
            return writer.write(rows);
        }
        return CompletableFuture.supplyAsync(() -> writer.write(rows), threads)
                .thenCompose(Function.identity());
    }

    @Override
    public void close() {
        // what still runs fails with its gateway
        threads.shutdown();
        RuntimeException failure = null;
        for (TDengineGateway gateway : gateways) {
            try {
                gateway.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
