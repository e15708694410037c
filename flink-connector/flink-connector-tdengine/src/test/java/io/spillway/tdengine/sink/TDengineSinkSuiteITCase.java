/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TimestampPrecision;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/** Flink's own tests of a sink: savepoints, rescaling, metrics. */
class TDengineSinkSuiteITCase extends SinkTestSuiteBase<String> {

    @TestSemantics
    CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.AT_LEAST_ONCE};

    @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    @TestContext ExternalContextFactory<Context> context = name -> new Context();

    /** One super table. */
    static final class Context implements DataStreamSinkV2ExternalContext<String> {

        private static final int TABLES = 20;

        private final FakeTDengine server =
                new FakeTDengine("st", TimestampPrecision.MILLIS, Rows.COLUMNS);

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return TDengineSink.<String>builder()
                    .setSuperTable("db", "st")
                    .setGatewayFactory(server.gatewayFactory())
                    .setSerializer(new Readings())
                    .setMaxAge(Duration.ofMillis(50))
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(server);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            Random random = new Random(seed);
            List<String> readings = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                // a key of its own, since rows of one key replace each other
                readings.add(
                        "d" + random.nextInt(TABLES) + ":" + random.nextLong(1L << 40) + ":" + i);
            }
            return readings;
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }

        @Override
        public List<URL> getConnectorJarPaths() {
            return List.of();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Reads what came since it last looked. */
    private static final class Reader implements ExternalSystemDataReader<String> {

        private final FakeTDengine server;
        private final Set<String> read = new HashSet<>();

        Reader(FakeTDengine server) {
            this.server = server;
        }

        @Override
        public List<String> poll(Duration timeout) {
            List<String> fresh = new ArrayList<>();
            for (int table = 0; table < Context.TABLES; table++) {
                String name = "d" + table;
                for (Map.Entry<Long, List<Object>> row : server.rows(name).entrySet()) {
                    String reading = name + ":" + row.getKey() + ":" + row.getValue().get(0);
                    if (read.add(reading)) {
                        fresh.add(reading);
                    }
                }
            }
            return fresh;
        }

        @Override
        public void close() {}
    }
}
