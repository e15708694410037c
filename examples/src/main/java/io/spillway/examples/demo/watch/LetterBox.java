/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.kafka.KafkaDeadLetterHeaders;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.annotation.Internal;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects the letters of a dead letter topic, each once. Thread-safe. */
@Internal
public final class LetterBox implements AutoCloseable {

    private final Map<String, DeadLetter> letters = new ConcurrentHashMap<>();
    private final KafkaFollower follower;

    public LetterBox(String bootstrapServers, String topic) {
        this.follower = new KafkaFollower(bootstrapServers, List.of(topic), this::take);
    }

    /** How many letters have come, by their ids. */
    public int count() {
        follower.check();
        return letters.size();
    }

    /** The letters that have come, one for each id. */
    public Collection<DeadLetter> letters() {
        follower.check();
        return List.copyOf(letters.values());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter =
                KafkaDeadLetterHeaders.toLetter(record.key(), record.value(), record.headers());
        letters.put(letter.id(), letter);
    }

    @Override
    public void close() {
        follower.close();
    }
}
