/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import com.aliyun.datahub.clientlibrary.config.ConsumerConfig;
import com.aliyun.datahub.clientlibrary.config.ProducerConfig;
import com.aliyun.datahub.clientlibrary.consumer.Consumer;
import com.aliyun.datahub.clientlibrary.producer.Producer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vendor's high-level Producer and Consumer, which follow shards and share them in a group. */
@Timeout(60)
class VendorLibraryITCase {

    private static final String PROJECT = "library";
    private static final String TOPIC = "rows";
    private static final int RETRIES = 3;

    private LocalDataHub hub;
    private DatahubClient client;
    private String subscription;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.faults().sessionTimeout(Duration.ofMillis(1500));
        hub.createProject(PROJECT);
        hub.createTopic(PROJECT, TOPIC, 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        client = VendorClients.PROTOBUF_LZ4.connect(hub);
        subscription = client.createSubscription(PROJECT, TOPIC, "group").getSubId();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void producerAndConsumerGoThroughASplitAndLoseNothing() throws Exception {
        Producer producer = new Producer(PROJECT, TOPIC, producerConfig());
        Consumer consumer = new Consumer(PROJECT, TOPIC, subscription, consumerConfig());
        List<Long> read = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i += 10) {
                producer.send(VendorRecords.rows(null, i, i + 10), RETRIES);
                if (i == 100) {
                    read(consumer, read, 60);
                    hub.splitShard(PROJECT, TOPIC, "0");
                }
            }
            read(consumer, read, 200);
        } finally {
            consumer.close();
            producer.close();
        }

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 200).boxed().toList());
        assertThat(hub.records(PROJECT, TOPIC))
                .extracting(LocalDataHub.StoredRecord::shardId)
                .contains("0", "1", "2", "3");
        assertThat(hub.consumers(PROJECT, TOPIC, subscription)).isEmpty();
    }

    @Test
    void theNextConsumerGoesOnWhereTheLastOneCommitted() throws Exception {
        Producer producer = new Producer(PROJECT, TOPIC, producerConfig());
        producer.send(VendorRecords.rows(null, 0, 50), RETRIES);
        List<Long> read = new ArrayList<>();
        Consumer first = new Consumer(PROJECT, TOPIC, subscription, consumerConfig());
        read(first, read, 50);
        first.close();
        producer.send(VendorRecords.rows(null, 50, 60), RETRIES);
        producer.close();

        Consumer second = new Consumer(PROJECT, TOPIC, subscription, consumerConfig());
        read(second, read, 60);
        second.close();

        // the last record of the first may not have been acknowledged
        assertThat(read.subList(0, 50)).doesNotHaveDuplicates();
        assertThat(read).containsAll(LongStream.range(0, 60).boxed().toList());
    }

    /** Reads until so many different records were seen; the class's timeout bounds it. */
    private static void read(Consumer consumer, List<Long> read, int wanted) {
        while (read.stream().distinct().count() < wanted) {
            RecordEntry record = consumer.read(RETRIES);
            if (record != null) {
                read.add((Long) ((TupleRecordData) record.getRecordData()).getField("id"));
                record.getKey().ack();
            }
        }
    }

    private ProducerConfig producerConfig() {
        return new ProducerConfig(hub.endpoint(), hub.accessId(), hub.accessKeySecret());
    }

    private ConsumerConfig consumerConfig() {
        return new ConsumerConfig(hub.endpoint(), hub.accessId(), hub.accessKeySecret())
                .setAutoCommit(false);
    }
}
