/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import io.spillway.tdengine.source.tmq.testing.TextSchema;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.suite.TextSourceContext;
import java.time.Duration;
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

/** Flink's own suite for sources: savepoints, rescaling, failover, idle readers, metrics. */
@SuppressWarnings("unused")
class TDengineTmqSourceSuiteITCase extends SourceTestSuiteBase<String> {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @TestSemantics private final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestEnv
    private final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestContext
    private final ExternalContextFactory<TopicContext> contexts = testName -> new TopicContext();

    /** A topic; every split writer adds a table to it. */
    static final class TopicContext extends TextSourceContext {

        private static final long START = 1_700_000_000_000L;

        private final String name = "suite_" + NAMES.incrementAndGet();
        private final String topic = SERVER.database() + "_" + name;

        TopicContext() {
            SERVER.execute(
                    "CREATE STABLE %db%." + name + " (ts TIMESTAMP, txt VARCHAR(40)) TAGS (g INT)");
            SERVER.execute("CREATE TOPIC " + topic + " AS STABLE %db%." + name);
        }

        @Override
        public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
            TDengineTmqSourceBuilder<String> builder =
                    TDengineTmqSource.<String>builder()
                            .setTopic(topic)
                            .setGroupId(name)
                            .setGatewayFactory(SERVER.gateways())
                            .setDeserializer(new TextSchema())
                            .setPollTimeout(Duration.ofMillis(20))
                            .setConsumerProperty("min.poll.rows", "20")
                            .setConsumerProperty("fetch.max.wait.ms", "50")
                            .setRowsPerTurn(30);
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                builder.setBounded();
            }
            return builder.build();
        }

        @Override
        public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            String child = name + "_" + NAMES.incrementAndGet();
            return new ExternalSystemSplitDataWriter<>() {

                private int written;

                @Override
                public void writeRecords(List<String> records) {
                    for (int i = 0; i < records.size(); i += 7) {
                        write(records.subList(i, Math.min(i + 7, records.size())));
                    }
                }

                private void write(List<String> records) {
                    StringBuilder insert =
                            new StringBuilder("INSERT INTO %db%." + child + " USING %db%." + name)
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
                    // the topic stays
                }
            };
        }

        @Override
        public void close() {
            SERVER.dropTopic(topic);
        }
    }
}
