/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.TestLetters;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Error paths and the form of records; delivery to a real broker is tested with the job. */
class KafkaDeadLetterWriterTest {

    private static final String TOPIC = "orders.dlt";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(
                    cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final DeadLetterWriter writer =
            new KafkaDeadLetterWriter(TOPIC, "broker:9092", () -> producer);

    @Test
    void keyValueAndHeadersReachTheTopicUnchanged() throws Exception {
        writer.open();
        DeadLetter letter = TestLetters.full();
        writer.write(letter);

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo(TOPIC);
        assertThat(sent.timestamp()).isNull();
        assertThat(KafkaDeadLetterHeaders.toLetter(sent.key(), sent.value(), sent.headers()))
                .isEqualTo(letter);
        writer.close();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aTombstoneStaysATombstone() throws Exception {
        writer.open();
        writer.write(TestLetters.bare());
        assertThat(producer.history().get(0).key()).isNull();
        assertThat(producer.history().get(0).value()).isNull();
    }

    @Test
    void flushWaitsForDelivery() throws Exception {
        writer.open();
        writer.write(TestLetters.full());
        writer.flush();
        assertThat(producer.flushed()).isTrue();
    }

    @Test
    void aLetterThatWasNotDeliveredFailsEveryLaterWriteAndFlush() throws Exception {
        writer.open();
        writer.write(TestLetters.full());
        producer.errorNext(new TimeoutException("120000 ms has passed"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(writer::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kafka/orders/3/42/deserialize")
                    .hasMessageContaining("'" + TOPIC + "' at broker:9092")
                    .hasMessageContaining("120000 ms has passed");
            assertThatThrownBy(() -> writer.write(TestLetters.bare()))
                    .hasMessageContaining("120000 ms has passed");
        }
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aFailureDuringFlushSurfacesInThatFlush() throws Exception {
        writer.open();
        DeadLetter letter = TestLetters.full();
        writer.write(letter);
        producer.flushException = new TimeoutException("no broker");
        assertThatThrownBy(writer::flush)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no broker");
    }

    @Test
    void aRefusedSendSurfacesAtOnceAndNamesTheMend() throws Exception {
        writer.open();
        producer.sendException = new RecordTooLargeException("1048577 bytes");
        assertThatThrownBy(() -> writer.write(TestLetters.full()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1048577 bytes")
                .hasMessageContaining("max.message.bytes");
    }

    @Test
    void aTopicThatCannotBeReachedIsNamedByOpen() {
        producer.partitionsForException =
                new TimeoutException("Topic orders.dlt not present in metadata after 30000 ms.");
        assertThatThrownBy(writer::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Dead-letter topic '" + TOPIC + "' at broker:9092")
                .hasMessageContaining("Create the topic");
    }

    @Test
    void aLetterNeverGoesToTheTopicItsRecordCameFrom() throws Exception {
        writer.open();
        assertThatThrownBy(() -> writer.write(TestLetters.at(TOPIC, 7, "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'dead-letter.topic' = '" + TOPIC + "'");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void brokersThatDoNotAnswerAreNamedWithinTheTimeLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String servers = "127.0.0.1:" + silent.getLocalPort();
            DeadLetterWriter real =
                    DeadLetterWriters.resolve(
                                    Map.of(
                                            "on-error", "dead-letter",
                                            "dead-letter.type", "kafka",
                                            "dead-letter.topic", TOPIC,
                                            "dead-letter.properties.max.block.ms", "300",
                                            "dead-letter.properties.request.timeout.ms", "300",
                                            "dead-letter.properties.bootstrap.servers", servers),
                                    getClass().getClassLoader())
                            .orElseThrow()
                            .createWriter();
            try (real) {
                assertThatThrownBy(real::open)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(TOPIC)
                        .hasMessageContaining(servers)
                        .hasMessageContaining("300 ms");
            }
        }
    }

    private static Cluster cluster() {
        Node node = new Node(0, "broker", 9092);
        Node[] nodes = {node};
        return new Cluster(
                "test",
                List.of(node),
                List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)),
                Set.of(),
                Set.of());
    }
}
