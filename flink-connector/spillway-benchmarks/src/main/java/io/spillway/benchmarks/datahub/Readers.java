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
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Contenders that read all of a topic and look at each field, measured where records come out. */
final class Readers {

    private Readers() {}

    /** Starts reading. */
    @FunctionalInterface
    private interface Work {
        Future<?> start(AtomicLong count) throws Exception;
    }

    static Contender source(String name, BenchService service, TopicPath topic, long records) {
        return contender(name, records, count -> FlinkJobs.read(service, topic, count));
    }

    static Contender consumer(String name, BenchService service, TopicPath topic, long records) {
        return contender(
                name,
                records,
                count ->
                        Background.run(
                                () -> VendorClients.consume(service, topic, records, count)));
    }

    static Contender sdk(
            String name, BenchService service, TopicPath topic, int shards, long records) {
        return contender(
                name,
                records,
                count -> Background.run(() -> VendorClients.read(service, topic, shards, count)));
    }

    private static Contender contender(String name, long records, Work work) {
        return new Contender(
                name,
                () -> {
                    AtomicLong count = new AtomicLong();
                    Future<?> running = work.start(count);
                    Measured measured = new Progress(count::get, records).measure(running);
                    running.get();
                    return measured;
                });
    }
}
