/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.suite.TextSinkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flink's own tests of a sink: savepoints, rescaling, metrics. */
class TDengineSinkSuiteITCase extends SinkTestSuiteBase<String> {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @TestSemantics
    CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.AT_LEAST_ONCE};

    @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    @TestContext ExternalContextFactory<Context> context = name -> new Context();

    /** One super table. */
    static final class Context extends TextSinkContext {

        private static final int TABLES = 20;
        private static final long START = 1_700_000_000_000L;

        private final String table = "st_" + UUID.randomUUID().toString().substring(0, 8);

        Context() {
            SERVER.execute(
                    "CREATE STABLE %db%."
                            + table
                            + " (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return TDengineSink.<String>builder()
                    .setSuperTable(SERVER.database(), table)
                    .setGatewayFactory(SERVER.gateways())
                    .setSerializer(new Readings())
                    .setMaxAge(Duration.ofMillis(50))
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(table);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            Random random = new Random(seed);
            List<String> readings = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                // a key of its own, since rows of one key replace each other
                readings.add(
                        table
                                + "_"
                                + random.nextInt(TABLES)
                                + ":"
                                + (START + random.nextLong(1L << 35))
                                + ":"
                                + i);
            }
            return readings;
        }

        @Override
        public void close() {
            // the table goes with its database
        }
    }

    /** Reads what came since it last looked. */
    private static final class Reader implements ExternalSystemDataReader<String> {

        private final String table;
        private final Set<String> read = new HashSet<>();

        Reader(String table) {
            this.table = table;
        }

        @Override
        public List<String> poll(Duration timeout) {
            List<String> fresh = new ArrayList<>();
            for (List<String> row : SERVER.query("SELECT tbname, ts, v FROM %db%." + table)) {
                String reading = String.join(":", row);
                if (read.add(reading)) {
                    fresh.add(reading);
                }
            }
            return fresh;
        }

        @Override
        public void close() {}
    }
}
