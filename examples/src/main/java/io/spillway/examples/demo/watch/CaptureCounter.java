/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import io.spillway.examples.demo.workload.Poison;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.annotation.Internal;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts the changes Debezium has written to Kafka: neither tombstones nor poison. Thread-safe. */
@Internal
public final class CaptureCounter implements AutoCloseable {

    private final AtomicLong captured = new AtomicLong();
    private final KafkaFollower follower;

    public CaptureCounter(String bootstrapServers, Collection<String> topics) {
        this.follower = new KafkaFollower(bootstrapServers, topics, this::count);
    }

    /** Changes that stand in Kafka. */
    public long captured() {
        follower.check();
        return captured.get();
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null && record.headers().lastHeader(Poison.HEADER) == null) {
            captured.incrementAndGet();
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
