/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.local.kafka.LocalKafka;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts records that Debezium once wrote into a Kafka, byte for byte, and reads topics back. */
final class RecordedTopics implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LocalKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    RecordedTopics(LocalKafka kafka) {
        this.kafka = kafka;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Sends every record of a recorded topic to another topic, in order; returns how many. */
    int replay(String recorded, String topic) throws Exception {
        int count = 0;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                RecordedTopics.class.getResourceAsStream(
                                        "/debezium/" + recorded + ".jsonl"),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = MAPPER.readTree(line);
                RecordHeaders headers = new RecordHeaders();
                record.get("headers")
                        .properties()
                        .forEach(h -> headers.add(h.getKey(), bytes(h.getValue())));
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                0,
                                bytes(record.get("key")),
                                bytes(record.get("value")),
                                headers));
                count++;
            }
        }
        producer.flush();
        return count;
    }

    void send(String topic, @Nullable String key, @Nullable String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, utf8(key), utf8(value))).get();
    }

    /** Everything that stands in the single partition of a topic. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) throws Exception {
        long end = kafka.endOffsets(topic);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Nullable
    private static byte[] bytes(JsonNode text) {
        return text == null || text.isNull() ? null : utf8(text.asText());
    }

    @Nullable
    private static byte[] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
