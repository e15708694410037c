/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.GetRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import com.aliyun.datahub.clientlibrary.consumer.Consumer;
import com.aliyun.datahub.clientlibrary.producer.Producer;
import io.spillway.datahub.client.model.TopicPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The vendor's clients as their users call them. */
final class VendorClients {

    private static final int RETRIES = 3;

    /** Keeps values that were read from being optimised away. */
    static volatile long seen;

    private VendorClients() {}

    /** Writes with one {@link Producer}, whose {@code send} blocks its caller. */
    static void produce(
            BenchService service, TopicPath topic, long records, int batchSize, int threads)
            throws Exception {
        Producer producer = new Producer(topic.project(), topic.topic(), service.producerConfig());
        try {
            AtomicLong next = new AtomicLong();
            inThreads(
                    threads,
                    () -> {
                        long from;
                        while ((from = next.getAndAdd(batchSize)) < records) {
                            List<RecordEntry> batch = new ArrayList<>(batchSize);
                            long to = Math.min(records, from + batchSize);
                            for (long id = from; id < to; id++) {
                                batch.add(OrderRows.vendorRecord(id));
                            }
                            producer.send(batch, RETRIES);
                        }
                        return null;
                    });
        } finally {
            producer.close();
        }
    }

    /** Reads with a {@link Consumer} until so many records were seen, and looks at each field. */
    static void consume(BenchService service, TopicPath topic, long records, AtomicLong count)
            throws Exception {
        String subscription =
                service.vendorClient()
                        .createSubscription(topic.project(), topic.topic(), "benchmark")
                        .getSubId();
        Consumer consumer =
                new Consumer(
                        topic.project(), topic.topic(), subscription, service.consumerConfig());
        try {
            long read = 0;
            while (read < records && !Thread.currentThread().isInterrupted()) {
                RecordEntry record = consumer.read(RETRIES);
                if (record != null) {
                    look(record);
                    count.lazySet(++read);
                }
            }
        } finally {
            consumer.close();
        }
    }

    /** Reads with the SDK's {@code getRecords}, one thread for each shard. */
    static void read(BenchService service, TopicPath topic, int shards, AtomicLong count)
            throws Exception {
        DatahubClient client = service.vendorClient();
        AtomicLong nextShard = new AtomicLong();
        inThreads(
                shards,
                () -> {
                    readShard(client, topic, Long.toString(nextShard.getAndIncrement()), count);
                    return null;
                });
    }

    private static void readShard(
            DatahubClient client, TopicPath topic, String shard, AtomicLong count) {
        String cursor =
                client.getCursor(topic.project(), topic.topic(), shard, CursorType.OLDEST)
                        .getCursor();
        while (true) {
            GetRecordsResult result =
                    client.getRecords(
                            topic.project(),
                            topic.topic(),
                            shard,
                            OrderRows.VENDOR_SCHEMA,
                            cursor,
                            1000);
            if (result.getRecordCount() == 0) {
                return;
            }
            result.getRecords().forEach(VendorClients::look);
            count.addAndGet(result.getRecordCount());
            cursor = result.getNextCursor();
        }
    }

    private static void look(RecordEntry record) {
        TupleRecordData data = (TupleRecordData) record.getRecordData();
        long sum = 0;
        for (int column = 0; column < OrderRows.SCHEMA.fields().size(); column++) {
            sum += data.getField(column) == null ? 0 : 1;
        }
        seen = sum;
    }

    private static void inThreads(int threads, Callable<Void> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(work);
            }
            for (Future<Void> done : executor.invokeAll(calls)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
