/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.client.Transport;
import io.spillway.tdengine.testing.TestServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that write readings to a server, each test in a database of its own. */
abstract class LocalSinkJobs {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    static final long T0 = 1_700_000_000_000L;
    static final RetryPolicy PATIENT =
            new RetryPolicy(
                    200,
                    Duration.ofMillis(5),
                    2,
                    Duration.ofMillis(100),
                    0.2,
                    Duration.ofMinutes(2));

    /** Elements that were made; jobs run in this JVM. */
    static final AtomicInteger SEEN = new AtomicInteger();

    String database;

    @BeforeEach
    void newDatabase() {
        database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 2");
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + ".st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
    }

    @AfterEach
    void recover() {
        if (!TestServer.isExternal()) {
            SERVER.local().faults().clear();
        }
        SERVER.dropFurtherDatabases();
    }

    int count(String table) {
        return SERVER.query("SELECT ts FROM " + database + "." + table).size();
    }

    static String at(long ts, String rest) {
        return "d1:" + (T0 + ts) + ":" + rest;
    }

    TDengineGatewayFactory factory(Transport transport, Duration timeout) {
        return factory(SERVER.endpoint(), transport, timeout);
    }

    TDengineGatewayFactory factory(String endpoint, Transport transport, Duration timeout) {
        return TDengineGateways.factory(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(endpoint))
                        .user(TestServer.USER)
                        .password(Secret.of(TestServer.PASSWORD))
                        .database(database)
                        .transport(transport)
                        .requestTimeout(timeout)
                        .build());
    }

    TDengineSinkBuilder<String> sink() {
        return TDengineSink.<String>builder()
                .setSuperTable(database, "st")
                .setGatewayFactory(factory(Transport.WEBSOCKET, Duration.ofSeconds(30)))
                .setSerializer(new Readings())
                .setRetryPolicy(PATIENT)
                .setMaxAge(Duration.ofMillis(20));
    }

    static void run(TDengineSinkBuilder<String> sink, String... elements) throws Exception {
        Configuration none = new Configuration();
        none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(none);
        env.setParallelism(1);
        env.fromData(Arrays.asList(elements), Types.STRING).sinkTo(sink.build());
        env.execute();
    }

    static void generate(TDengineSinkBuilder<String> sink, int count, int perSecond)
            throws Exception {
        Configuration none = new Configuration();
        none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(none);
        env.setParallelism(1);
        generate(env, sink, count, perSecond);
    }

    static void generate(
            StreamExecutionEnvironment env,
            TDengineSinkBuilder<String> sink,
            int count,
            int perSecond)
            throws Exception {
        GeneratorFunction<Long, String> generator =
                i -> {
                    SEEN.incrementAndGet();
                    return "d" + i % 7 + ":" + (T0 + i) + ":" + i;
                };
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                count,
                                RateLimiterStrategy.perSecond(perSecond),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "readings")
                .sinkTo(sink.build());
        env.execute();
    }

    static void awaitSeen(int count) {
        await(() -> SEEN.get() >= count);
    }

    static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("does not come");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }
}
