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

/** Counts rows where the benchmark can see it, and drops them. Of a job in this JVM. */
public final class CountingSink implements Sink<RowData> {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Map<Integer, Supplier<AtomicLong>> COUNTS = new ConcurrentHashMap<>();

    private final int id = IDS.getAndIncrement();

    private CountingSink() {}

    /**
     * @param counts gives each task a number that only it changes
     */
    public static CountingSink into(Supplier<AtomicLong> counts) {
        CountingSink sink = new CountingSink();
        COUNTS.put(sink.id, counts);
        return sink;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        AtomicLong count = COUNTS.get(id).get();
        return new SinkWriter<>() {

            private long rows;

            @Override
            public void write(RowData row, Context context) {
                count.lazySet(++rows);
            }

            @Override
            public void flush(boolean endOfInput) {
                // every row was counted when it came
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
