/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.stream.RawKafkaDeserializer;
import io.spillway.jobs.config.SourceConfig;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Makes Flink's Kafka source out of the {@code source} block. */
@Internal
final class KafkaChanges {

    /** A property of Flink's Kafka source, milliseconds. */
    private static final String PARTITION_DISCOVERY = "partition.discovery.interval.ms";

    private KafkaChanges() {}

    static KafkaSource<KafkaRecord> source(SourceConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.properties());
        config.discoveryInterval()
                .ifPresent(
                        interval ->
                                properties.setProperty(
                                        PARTITION_DISCOVERY, Long.toString(interval.toMillis())));
        KafkaSourceBuilder<KafkaRecord> builder =
                KafkaSource.<KafkaRecord>builder()
                        .setProperties(properties)
                        .setDeserializer(new RawKafkaDeserializer())
                        .setStartingOffsets(startingOffsets(config));
        if (config.topicPattern() == null) {
            builder.setTopics(config.topics());
        } else {
            builder.setTopicPattern(config.topicPattern());
        }
        switch (config.bounded()) {
            case LATEST_OFFSET -> builder.setBounded(OffsetsInitializer.latest());
            case GROUP_OFFSETS -> builder.setBounded(OffsetsInitializer.committedOffsets());
            case UNBOUNDED -> {
                // What the builder does by itself.
            }
        }
        return builder.build();
    }

    private static OffsetsInitializer startingOffsets(SourceConfig config) {
        return switch (config.startup()) {
            case EARLIEST_OFFSET -> OffsetsInitializer.earliest();
            case LATEST_OFFSET -> OffsetsInitializer.latest();
            // A group that has read nothing yet begins at the beginning: nothing is skipped.
            case GROUP_OFFSETS -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case TIMESTAMP ->
                    OffsetsInitializer.timestamp(config.startupTimestampMillis().orElseThrow());
        };
    }
}
