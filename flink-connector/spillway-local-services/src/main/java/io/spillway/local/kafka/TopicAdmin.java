/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the local node is asked about topics. Thread-safe. */
final class TopicAdmin implements Closeable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;

    private final Admin admin;

    TopicAdmin(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    void create(String name, int partitions, Map<String, String> config) throws IOException {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
        String action = "create topic '" + name + "'";
        await(admin.createTopics(List.of(topic)).all(), action);
        awaitLeaders(name, partitions, action);
    }

    Map<Integer, Long> endOffsets(String topic) throws IOException {
        String action = "read the end offsets of topic '" + topic + "'";
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        describe(topic, action)
                .partitions()
                .forEach(
                        partition ->
                                latest.put(
                                        new TopicPartition(topic, partition.partition()),
                                        OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        await(admin.listOffsets(latest).all(), action)
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    /** The controller knows a new topic before the broker serves it. */
    private void awaitLeaders(String name, int partitions, String action) throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!served(name, partitions, action)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Could not " + action + ": not served after " + TIMEOUT);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(action);
            }
        }
    }

    private boolean served(String name, int partitions, String action) throws IOException {
        try {
            TopicDescription description = describe(name, action);
            return description.partitions().size() == partitions
                    && description.partitions().stream()
                            .allMatch(partition -> partition.leader() != null);
        } catch (IOException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private TopicDescription describe(String topic, String action) throws IOException {
        return await(admin.describeTopics(List.of(topic)).allTopicNames(), action).get(topic);
    }

    private static <T> T await(KafkaFuture<T> future, String action) throws IOException {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(action);
        } catch (ExecutionException e) {
            throw new IOException(
                    "Could not " + action + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Could not " + action + " within " + TIMEOUT, e);
        }
    }

    private static InterruptedIOException interrupted(String action) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted: could not " + action);
    }
}
