/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.function.SerializableFunction;

/** Counts rows where the benchmark can see it, and drops them. Of a job in this JVM. */
public final class CountingSink implements Sink<RowData> {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Map<Integer, Supplier<AtomicLong>> COUNTS = new ConcurrentHashMap<>();

    /** Keeps values that were read from being optimised away. */
    static volatile long seen;

    private final int id = IDS.getAndIncrement();
    private final SerializableFunction<RowData, Long> look;

    private CountingSink(SerializableFunction<RowData, Long> look) {
        this.look = look;
    }

    /**
     * @param counts gives each task a number that only it changes
     */
    public static CountingSink into(Supplier<AtomicLong> counts) {
        return into(counts, row -> 0L);
    }

    /**
     * @param counts gives each task a number that only it changes
     * @param look reads what is wanted of a row, and returns something that depends on it
     */
    public static CountingSink into(
            Supplier<AtomicLong> counts, SerializableFunction<RowData, Long> look) {
        CountingSink sink = new CountingSink(look);
        COUNTS.put(sink.id, counts);
        return sink;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        AtomicLong count = COUNTS.get(id).get();
        return new SinkWriter<>() {

            private long rows;
            private long sum;

            @Override
            public void write(RowData row, Context context) {
                sum += look.apply(row);
                count.lazySet(++rows);
            }

            @Override
            public void flush(boolean endOfInput) {
                // every row was counted when it came
            }

            @Override
            public void close() {
                seen = sum;
            }
        };
    }
}
