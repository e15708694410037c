/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import com.taosdata.jdbc.tmq.ConsumerRecord;
import com.taosdata.jdbc.tmq.TaosConsumer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The vendor's driver as its users call it. */
final class VendorDriver {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Keeps values that were read from being optimised away. */
    static volatile long seen;

    private VendorDriver() {}

    /** Writes with a prepared statement of each thread, which has a connection of its own. */
    static void write(
            BenchServer server,
            String database,
            long records,
            int batchSize,
            int threads,
            AtomicLong count)
            throws Exception {
        AtomicLong next = new AtomicLong();
        Callable<Void> writer =
                () -> {
                    try (Connection connection = server.vendorConnection(database);
                            PreparedStatement statement =
                                    connection.prepareStatement(Meters.insertStatement(database))) {
                        long from;
                        while ((from = next.getAndAdd(batchSize)) < records) {
                            long to = Math.min(records, from + batchSize);
                            for (long id = from; id < to; id++) {
                                Meters.bind(id, statement);
                            }
                            if (statement.executeBatch().length == 0) {
                                throw new SQLException("The driver lost its connection");
                            }
                            count.addAndGet(to - from);
                        }
                    }
                    return null;
                };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                writers.add(writer);
            }
            for (Future<Void> done : executor.invokeAll(writers)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** Reads a query's result to its end and looks at each field. */
    static void read(BenchServer server, String database, AtomicLong count) throws Exception {
        try (Connection connection = server.vendorConnection(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT " + Meters.COLUMNS + " FROM " + Meters.TABLE)) {
            long read = 0;
            while (rows.next()) {
                long sum = rows.getTimestamp(1).getTime();
                sum += (long) rows.getFloat(2);
                sum += rows.getInt(3);
                sum += (long) rows.getDouble(4);
                sum += rows.getString(5).length();
                sum += rows.getString(6).length();
                sum += rows.getString(7).length();
                sum += rows.getInt(8);
                seen = sum;
                count.lazySet(++read);
            }
        }
    }

    /**
     * Reads a topic with a consumer until so many records were seen, each as a map of its columns.
     */
    static void consume(
            BenchServer server, String topic, String group, long records, AtomicLong count)
            throws Exception {
        Properties properties = server.consumerProperties(group);
        properties.setProperty("value.deserializer", "com.taosdata.jdbc.tmq.MapDeserializer");
        consume(
                properties,
                topic,
                records,
                count,
                (Map<String, Object> row) -> {
                    long sum = 0;
                    for (String column : Meters.TYPE.getFieldNames()) {
                        sum += row.get(column) == null ? 0 : 1;
                    }
                    return sum;
                });
    }

    /** The same, each record as a bean. */
    static void consumeBeans(
            BenchServer server, String topic, String group, long records, AtomicLong count)
            throws Exception {
        Properties properties = server.consumerProperties(group);
        properties.setProperty("value.deserializer", MeterBean.Deserializer.class.getName());
        consume(properties, topic, records, count, MeterBean::look);
    }

    private static <T> void consume(
            Properties properties,
            String topic,
            long records,
            AtomicLong count,
            java.util.function.ToLongFunction<T> look)
            throws Exception {
        try (TaosConsumer<T> consumer = new TaosConsumer<>(properties)) {
            consumer.subscribe(List.of(topic));
            long read = 0;
            while (read < records && !Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<T> record : consumer.poll(POLL)) {
                    seen = look.applyAsLong(record.value());
                    count.lazySet(++read);
                }
            }
            consumer.unsubscribe();
        }
    }
}
