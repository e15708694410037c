/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.SchemalessInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Gateways that count the rows the server said it wrote. Of a job in this JVM. */
final class AckedGateways implements TDengineGatewayFactory {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Map<Integer, AtomicLong> COUNTS = new ConcurrentHashMap<>();

    private final TDengineGatewayFactory gateways;
    private final int id = IDS.getAndIncrement();

    AckedGateways(TDengineGatewayFactory gateways, AtomicLong count) {
        this.gateways = gateways;
        COUNTS.put(id, count);
    }

    @Override
    public TDengineGateway create() {
        return new Gateway(gateways.create(), COUNTS.get(id));
    }

    private record Gateway(TDengineGateway gateway, AtomicLong count) implements TDengineGateway {

        @Override
        public CompletableFuture<Long> execute(String sql) {
            return gateway.execute(sql);
        }

        @Override
        public CompletableFuture<QueryResult> query(String sql) {
            return gateway.query(sql);
        }

        @Override
        public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
            return gateway.prepareInsert(sql).thenApply(insert -> new Insert(insert, count));
        }

        @Override
        public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
            return gateway.insertSchemaless(insert);
        }

        @Override
        public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
            return gateway.subscribe(subscription);
        }

        @Override
        public CompletableFuture<String> serverVersion() {
            return gateway.serverVersion();
        }

        @Override
        public void close() {
            gateway.close();
        }
    }

    private record Insert(PreparedInsert insert, AtomicLong count) implements PreparedInsert {

        @Override
        public List<BindField> fields() {
            return insert.fields();
        }

        @Override
        public BindRows newRows() {
            return insert.newRows();
        }

        @Override
        public CompletableFuture<Integer> insert(BindRows rows) {
            return insert.insert(rows)
                    .thenApply(
                            written -> {
                                count.addAndGet(written);
                                return written;
                            });
        }

        @Override
        public CompletableFuture<Void> close() {
            return insert.close();
        }
    }
}
