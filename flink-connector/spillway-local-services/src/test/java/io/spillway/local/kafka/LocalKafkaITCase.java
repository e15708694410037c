/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.host.Await;
import io.spillway.local.host.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LocalKafkaITCase {

    @Test
    void carriesTransactionalRecordsAndCountsThem() throws Exception {
        try (LocalKafka kafka = LocalKafka.start()) {
            kafka.createTopic("orders", 3, Map.of("cleanup.policy", "compact"));
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(
                            Map.of(
                                    "bootstrap.servers",
                                    kafka.bootstrapServers(),
                                    "transactional.id",
                                    "t"),
                            new StringSerializer(),
                            new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                for (int i = 0; i < 3; i++) {
                    producer.send(new ProducerRecord<>("orders", i, "k" + i, "v" + i));
                }
                producer.commitTransaction();
            }
            // three records and, a moment later, one marker in each of the three partitions
            Await.until("6 offsets", Duration.ofSeconds(20), () -> kafka.endOffsets("orders") == 6);
            assertThat(kafka.endOffsetsByPartition("orders"))
                    .isEqualTo(Map.of(0, 2L, 1, 2L, 2, 2L));
            assertThat(read(kafka, "orders", 3)).containsExactlyInAnyOrder("v0", "v1", "v2");
        }
    }

    @Test
    void refusalsNameTheTopic() throws Exception {
        try (LocalKafka kafka =
                LocalKafka.builder().property("auto.create.topics.enable", "false").start()) {
            kafka.createTopic("once", 1, Map.of());
            assertThatThrownBy(() -> kafka.createTopic("once", 1, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'once'")
                    .hasMessageContaining("already exists");
            assertThatThrownBy(() -> kafka.endOffsets("never"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'never'");
        }
    }

    @Test
    void closingLeavesNeitherFilesNorThreads() throws Exception {
        Set<Thread> before = nonDaemonThreads();
        LocalKafka kafka = LocalKafka.start();
        Path directory = kafka.directory();
        kafka.createTopic("t", 1, Map.of());
        assertThat(directory).isDirectory();
        kafka.close();
        kafka.close();
        assertThat(directory).doesNotExist();
        Await.until(
                "threads have ended: " + nonDaemonThreads(),
                Duration.ofSeconds(10),
                () -> before.containsAll(nonDaemonThreads()));
    }

    @Test
    void aTakenPortIsNamedInsteadOfEndingTheJvm() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalKafka.builder().port(taken.getLocalPort()).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }
    }

    @Test
    void theNextStartRemovesTheFilesOfAKilledJvm() throws Exception {
        Path directory;
        try (ChildJvm child = new ChildJvm(KafkaHolder.class)) {
            directory = Path.of(child.read("directory"));
            try (LocalKafka neighbour = LocalKafka.start()) {
                assertThat(directory).as("of a living JVM").isDirectory();
                assertThat(neighbour.directory()).isNotEqualTo(directory);
            }
            child.kill();
        }
        assertThat(directory).isDirectory();
        try (LocalKafka next = LocalKafka.start()) {
            assertThat(directory).doesNotExist();
            assertThat(next.directory()).isDirectory();
        }
    }

    @Test
    void endsWithAJvmThatIsToldToEnd() throws Exception {
        try (ChildJvm child = new ChildJvm(KafkaHolder.class)) {
            Path directory = Path.of(child.read("directory"));
            child.terminate();
            assertThat(directory).doesNotExist();
        }
    }

    static Set<Thread> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private static Set<String> read(LocalKafka kafka, String topic, int count) throws Exception {
        Set<String> values = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "group.id",
                                "g",
                                "auto.offset.reset",
                                "earliest",
                                "isolation.level",
                                "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(Set.of(topic));
            Await.until(
                    count + " records",
                    Duration.ofSeconds(30),
                    () -> {
                        for (ConsumerRecord<String, String> record :
                                consumer.poll(Duration.ofMillis(100))) {
                            values.add(record.value());
                        }
                        return values.size() >= count;
                    });
        }
        return values;
    }
}
