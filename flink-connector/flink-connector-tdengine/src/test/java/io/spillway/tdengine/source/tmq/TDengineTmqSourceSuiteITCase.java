/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/** Flink's own suite for sources: savepoints, rescaling, failover, idle readers, metrics. */
@SuppressWarnings("unused")
class TDengineTmqSourceSuiteITCase extends SourceTestSuiteBase<String> {

    @TestSemantics private final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestEnv
    private final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestContext
    private final ExternalContextFactory<TopicContext> contexts = testName -> new TopicContext();

    /** A topic to which every split writer adds a vgroup. */
    static final class TopicContext implements DataStreamSourceExternalContext<String> {

        private final FakeTmq server = new FakeTmq();

        @Override
        public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
            TDengineTmqSourceBuilder<String> builder =
                    TDengineTmqSource.<String>builder()
                            .setTopic(FakeTmq.TOPIC)
                            .setGroupId("suite")
                            .setGatewayFactory(server.factory())
                            .setDeserializer(new TextSchema())
                            .setPollTimeout(Duration.ofMillis(20))
                            .setRowsPerTurn(30);
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                builder.setBounded();
            }
            return builder.build();
        }

        @Override
        public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            int vgroup = server.addVgroup();
            return new ExternalSystemSplitDataWriter<>() {
                @Override
                public void writeRecords(List<String> records) {
                    for (int i = 0; i < records.size(); i += 7) {
                        server.append(vgroup, records.subList(i, Math.min(i + 7, records.size())));
                        server.appendNoise(vgroup);
                    }
                }

                @Override
                public void close() {
                    // the topic stays
                }
            };
        }

        @Override
        public List<String> generateTestData(
                TestingSourceSettings settings, int splitIndex, long seed) {
            Random random = new Random(seed);
            List<String> records = new ArrayList<>();
            int count = 200 + random.nextInt(100);
            for (int i = 0; i < count; i++) {
                records.add(splitIndex + "-" + i + "-" + random.nextInt());
            }
            return records;
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
}
