/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.benchmarks.harness.Background;
import io.spillway.benchmarks.harness.Contender;
import io.spillway.benchmarks.harness.Measured;
import io.spillway.benchmarks.harness.Progress;
import io.spillway.datahub.client.model.TopicPath;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Contenders that write, each run to a topic of its own, measured where records arrive. */
final class Writers {

    /** What the connector puts into a request by default; all contenders do. */
    static final int BATCH = 1000;

    private final BenchService service;

    Writers(BenchService service) {
        this.service = service;
    }

    /** Starts writing. */
    @FunctionalInterface
    interface Work {
        Future<?> start(TopicPath topic) throws Exception;
    }

    Contender sink(String name, int shards, long records, Map<String, String> options) {
        return contender(
                name, shards, records, topic -> FlinkJobs.write(service, topic, records, options));
    }

    Contender gateway(String name, int shards, long records) {
        return contender(
                name,
                shards,
                records,
                topic ->
                        Background.run(
                                () ->
                                        BareGateway.write(
                                                service.gateway(), topic, shards, records, BATCH)));
    }

    Contender producer(String name, int shards, long records, int threads) {
        return contender(
                name,
                shards,
                records,
                topic ->
                        Background.run(
                                () ->
                                        VendorClients.produce(
                                                service, topic, records, BATCH, threads)));
    }

    private Contender contender(String name, int shards, long records, Work work) {
        return new Contender(
                name,
                () -> {
                    TopicPath topic = service.createTopic(shards);
                    Measured measured = measure(topic, records, work, count -> {});
                    service.deleteTopic(topic);
                    return measured;
                });
    }

    /**
     * Measures writing to a topic.
     *
     * @param onProgress is told how many records arrived
     */
    Measured measure(TopicPath topic, long records, Work work, LongConsumer onProgress)
            throws Exception {
        Future<?> running = work.start(topic);
        Measured measured =
                new Progress(() -> service.count(topic), records, onProgress).measure(running);
        running.get();
        return measured;
    }
}
