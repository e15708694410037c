/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.testing.suite.TextSourceContext;
import java.time.Duration;
import java.util.List;
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

/** Flink's own suite for sources: savepoints, rescaling, failover, idle readers, metrics. */
@SuppressWarnings("unused")
class DataHubSourceSuiteITCase extends SourceTestSuiteBase<String> {

    @TestSemantics private final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestEnv
    private final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestContext
    private final ExternalContextFactory<TopicContext> contexts = testName -> new TopicContext();

    /** A topic to which every split writer adds a shard. */
    static final class TopicContext extends TextSourceContext {

        private final FakeTopic service = new FakeTopic();

        @Override
        public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
            DataHubSourceBuilder<String> builder =
                    DataHubSource.<String>builder()
                            .setTopic(service.topic().project(), service.topic().topic())
                            .setGatewayFactory(service.factory())
                            .setDeserializer(new TextSchema())
                            .setStartingPosition(StartingPosition.earliest())
                            .setEmptyReadBackoff(Duration.ofMillis(10))
                            .setFetchSize(50);
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                builder.setBounded(StoppingPosition.latest());
            }
            return builder.build();
        }

        @Override
        public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            String shard = service.addShard();
            return new ExternalSystemSplitDataWriter<>() {
                @Override
                public void writeRecords(List<String> records) {
                    service.append(shard, records.toArray(new String[0]));
                }

                @Override
                public void close() {
                    // the topic stays
                }
            };
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
