/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import io.spillway.examples.demo.table.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.annotation.Internal;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes poison into Debezium's topics, spread evenly between the changes and over all partitions.
 * Not thread-safe.
 */
@Internal
public final class PoisonInjector implements AutoCloseable {

    private final int count;
    private final int changes;
    private final int partitions;
    private final String topicPrefix;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(PoisonRecords.Draft draft, Future<RecordMetadata> where) {}

    /**
     * @param count poison records in all
     * @param changes row changes in all
     * @param partitions of each of the topics
     */
    public PoisonInjector(
            String bootstrapServers, String topicPrefix, int partitions, int count, int changes) {
        this.count = count;
        this.changes = changes;
        this.partitions = partitions;
        this.topicPrefix = topicPrefix;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.ACKS_CONFIG,
                                "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * Writes what is due.
     *
     * @param captured how many changes stand in the topics
     */
    public void advance(long captured) {
        while (sent.size() < count && captured * (count + 1L) >= (sent.size() + 1L) * changes) {
            send(sent.size());
        }
    }

    /** Whether all of it is written. */
    public boolean isFinished() {
        return sent.size() == count;
    }

    /** Everything sent, in order; waits until Kafka has it. */
    public List<Poison> sent() throws InterruptedException, ExecutionException {
        List<Poison> poison = new ArrayList<>();
        for (Sent one : sent) {
            RecordMetadata where = one.where().get();
            poison.add(
                    new Poison(
                            poison.size(),
                            one.draft().kind(),
                            where.topic(),
                            where.partition(),
                            where.offset(),
                            one.draft().key(),
                            one.draft().value()));
        }
        return poison;
    }

    private void send(int number) {
        PoisonRecords.Draft draft = PoisonRecords.of(number);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic(draft.table()), number % partitions, draft.key(), draft.value());
        record.headers()
                .add(Poison.HEADER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        sent.add(new Sent(draft, producer.send(record)));
    }

    private String topic(SourceTable table) {
        return table.kafkaTopic(topicPrefix);
    }

    @Override
    public void close() {
        producer.close();
    }
}
