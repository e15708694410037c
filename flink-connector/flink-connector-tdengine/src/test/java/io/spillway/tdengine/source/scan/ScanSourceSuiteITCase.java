/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan;

import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.tdengine.testing.TextRows;
import io.spillway.testing.suite.TextSourceContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flink's own tests of sources, those of bounded ones: a scan ends. */
@SuppressWarnings("unused")
class ScanSourceSuiteITCase extends SourceTestSuiteBase<String> {

    private static final long START = 1_700_000_000_000L;
    private static final AtomicInteger TABLES = new AtomicInteger();

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @TestSemantics private final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestEnv
    private final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestContext
    private final ExternalContextFactory<TableContext> contexts = testName -> new TableContext();

    /** A super table to which every split writer adds a child table. */
    static final class TableContext extends TextSourceContext {

        private final String table = "suite_" + TABLES.incrementAndGet();

        TableContext() {
            SERVER.execute(
                    "CREATE STABLE %db%." + table + " (ts TIMESTAMP, v VARCHAR(40)) TAGS (g INT)");
        }

        @Override
        public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() != Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("a scan ends");
            }
            return TDengineScanSource.<String>builder()
                    .setGatewayFactory(SERVER.gateways())
                    .setTarget(ScanTarget.table(SERVER.database(), table).withColumns(List.of("v")))
                    .setSplitTables(1)
                    .setDeserializer(new TextRows(1))
                    .build();
        }

        @Override
        public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            String child = table + "_" + TABLES.incrementAndGet();
            return new ExternalSystemSplitDataWriter<>() {

                private int written;

                @Override
                public void writeRecords(List<String> records) {
                    StringBuilder insert =
                            new StringBuilder("INSERT INTO %db%." + child + " USING %db%." + table)
                                    .append(" TAGS (1) VALUES");
                    for (String row : records) {
                        insert.append(" (")
                                .append(START + written++)
                                .append(", '")
                                .append(row)
                                .append("')");
                    }
                    SERVER.execute(insert.toString());
                }

                @Override
                public void close() {
                    // the table goes with its database
                }
            };
        }

        @Override
        public void close() {
            // the table goes with its database
        }
    }
}
