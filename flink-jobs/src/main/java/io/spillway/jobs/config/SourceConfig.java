/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.debezium.convert.ConversionOptions;
import io.spillway.debezium.decode.DecodeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The {@code source} block: Kafka topics with Debezium envelopes.
 *
 * @param topics the topics, empty if a pattern is given
 * @param topicPattern names of topics, null if topics are given
 * @param startup where to begin without restored state
 * @param startupTimestampMillis epoch milliseconds, for {@link Startup#TIMESTAMP}
 * @param bounded where to end
 * @param discoveryInterval how often new partitions are looked for; empty for the default
 * @param onError what happens to records that are no change, or no row of their route
 * @param decoding how envelopes are read
 * @param conversion how values become columns
 * @param properties of the Kafka consumer; may contain secrets
 */
@Internal
public record SourceConfig(
        List<String> topics,
        @Nullable Pattern topicPattern,
        Startup startup,
        OptionalLong startupTimestampMillis,
        Bounded bounded,
        Optional<Duration> discoveryInterval,
        ErrorHandling onError,
        DecodeOptions decoding,
        ConversionOptions conversion,
        Map<String, String> properties) {

    /** Where a job without restored state begins. */
    public enum Startup {
        EARLIEST_OFFSET,
        LATEST_OFFSET,
        GROUP_OFFSETS,
        TIMESTAMP;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** Where the job ends. */
    public enum Bounded {
        UNBOUNDED,
        LATEST_OFFSET,
        GROUP_OFFSETS;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** Whether records of the topic are read. */
    public boolean reads(String topic) {
        return topicPattern == null
                ? topics.contains(topic)
                : topicPattern.matcher(topic).matches();
    }

    /** What is read, for people. */
    public String describe() {
        return topicPattern == null
                ? String.join(", ", topics)
                : "every topic matching " + topicPattern;
    }

    @Override
    public String toString() {
        return "kafka " + describe() + " from " + startup + ", " + bounded;
    }
}
