/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.testing.FakeTopic;
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

        private final FakeTopic service = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, SHARDS, false);

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return DataHubSink.<String>builder()
                    .setTopic(TOPIC.project(), TOPIC.topic())
                    .setGatewayFactory(service.factory())
                    .setSerializer(new KeyedTexts())
                    .setMaxAge(Duration.ofMillis(50))
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(service);
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
            service.close();
        }
    }

    /** Reads what came since it last looked. */
    private static final class Reader implements ExternalSystemDataReader<String> {

        private final FakeTopic service;
        private final int[] read = new int[Context.SHARDS];

        Reader(FakeTopic service) {
            this.service = service;
        }

        @Override
        public List<String> poll(Duration timeout) {
            List<String> fresh = new ArrayList<>();
            for (int shard = 0; shard < read.length; shard++) {
                List<String> all =
                        service.records(String.valueOf(shard)).stream()
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
