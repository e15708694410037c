/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.testing.FakeDataHub;
import io.spillway.testing.suite.TextSinkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** Flink's own tests of a sink: savepoints, rescaling, metrics. */
class DataHubSinkSuiteITCase extends SinkTestSuiteBase<String> {

    @TestSemantics
    CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.AT_LEAST_ONCE};

    @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    @TestContext ExternalContextFactory<Context> context = name -> new Context();

    /** One topic of four shards. */
    static final class Context extends TextSinkContext {

        private static final TopicPath TOPIC = new TopicPath("suite", "written");
        private static final int SHARDS = 4;

        private final FakeDataHub dataHub = new FakeDataHub();

        Context() {
            dataHub.createTopic(TOPIC, SHARDS, KeyedTexts.SCHEMA, false);
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return DataHubSink.<String>builder()
                    .setTopic(TOPIC.project(), TOPIC.topic())
                    .setGatewayFactory(dataHub.gatewayFactory())
                    .setSerializer(new KeyedTexts())
                    .setMaxAge(Duration.ofMillis(50))
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(dataHub);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            Random random = new Random(seed);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                texts.add("k" + random.nextInt(50) + ":" + random.nextInt());
            }
            return texts;
        }

        @Override
        public void close() {
            dataHub.close();
        }
    }

    /** Reads what came since it last looked. */
    private static final class Reader implements ExternalSystemDataReader<String> {

        private final FakeDataHub dataHub;
        private final int[] read = new int[Context.SHARDS];

        Reader(FakeDataHub dataHub) {
            this.dataHub = dataHub;
        }

        @Override
        public List<String> poll(Duration timeout) {
            List<String> fresh = new ArrayList<>();
            for (int shard = 0; shard < read.length; shard++) {
                List<String> all =
                        dataHub.records(Context.TOPIC, String.valueOf(shard)).stream()
                                .map(KeyedTexts::read)
                                .toList();
                fresh.addAll(all.subList(read[shard], all.size()));
                read[shard] = all.size();
            }
            return fresh;
        }

        @Override
        public void close() {}
    }
}
