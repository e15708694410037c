/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.options.DidYouMean;
import io.spillway.debezium.convert.ConversionOptions;
import io.spillway.debezium.convert.DecimalText;
import io.spillway.debezium.convert.EpochUnit;
import io.spillway.debezium.convert.UnavailableColumns;
import io.spillway.debezium.decode.DecodeOptions;
import io.spillway.jobs.yaml.YamlBlock;
import io.spillway.jobs.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Reads the {@code source} block; its options are named as those of Flink's Kafka connector. */
@Internal
final class SourceReader {

    private static final String PROPERTIES = "properties.";
    private static final String BOOTSTRAP = "properties.bootstrap.servers";
    private static final List<String> CONNECTORS = List.of("kafka");
    private static final List<String> FORMATS = List.of("debezium-json");

    private final YamlBlock block;

    private SourceReader(YamlBlock block) {
        this.block = block;
    }

    /**
     * @param jobName what the consumer group is named after, unless the block names it
     * @param hasDeadLetters whether refused records have somewhere to go
     */
    static SourceConfig read(YamlBlock block, String jobName, boolean hasDeadLetters) {
        return new SourceReader(block.flattened()).read(jobName, hasDeadLetters);
    }

    private SourceConfig read(String jobName, boolean hasDeadLetters) {
        block.requiredValue("connector").ifPresent(v -> oneOf("connector", v, CONNECTORS));
        block.value("format").ifPresent(v -> oneOf("format", v, FORMATS));
        List<String> topics = topics();
        Pattern pattern = pattern();
        if (topics.isEmpty() == (pattern == null)) {
            block.problem("topic", "or 'source.topic-pattern' must be given, and only one of them");
        }
        SourceConfig.Startup startup =
                block.choice("scan.startup.mode", SourceConfig.Startup.class)
                        .orElse(SourceConfig.Startup.EARLIEST_OFFSET);
        SourceConfig config =
                new SourceConfig(
                        topics,
                        pattern,
                        startup,
                        startupTimestamp(startup),
                        block.choice("scan.bounded.mode", SourceConfig.Bounded.class)
                                .orElse(SourceConfig.Bounded.UNBOUNDED),
                        block.duration("scan.topic-partition-discovery.interval"),
                        onError(hasDeadLetters),
                        decoding(),
                        conversion(),
                        properties(jobName));
        block.finish();
        return config;
    }

    private void oneOf(String key, YamlValue value, List<String> known) {
        if (!known.contains(value.text())) {
            block.problem(
                    key,
                    "is unknown: '"
                            + value
                            + "'; available: "
                            + String.join(", ", known)
                            + DidYouMean.nearest(value.shown(), known)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
        }
    }

    private List<String> topics() {
        List<String> topics = new ArrayList<>();
        for (YamlValue value : block.values("topic")) {
            for (String topic : value.text().split(";")) {
                if (!topic.isBlank()) {
                    topics.add(topic.strip());
                }
            }
        }
        return topics;
    }

    @Nullable
    private Pattern pattern() {
        Optional<YamlValue> value = block.value("topic-pattern");
        try {
            return value.map(YamlValue::text).map(Pattern::compile).orElse(null);
        } catch (PatternSyntaxException e) {
            block.problem("topic-pattern", "is no regular expression: " + e.getDescription());
            // Not null: a pattern was given.
            return Pattern.compile("");
        }
    }

    private OptionalLong startupTimestamp(SourceConfig.Startup startup) {
        String key = "scan.startup.timestamp-millis";
        Optional<YamlValue> value = block.value(key);
        if (value.isPresent() != (startup == SourceConfig.Startup.TIMESTAMP)) {
            block.problem(
                    value.isPresent() ? key : "scan.startup.mode",
                    "belongs together: scan.startup.mode = timestamp and " + key);
            return OptionalLong.empty();
        }
        try {
            return value.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(value.get().text().strip()));
        } catch (NumberFormatException e) {
            block.problem(key, "must be epoch milliseconds, is '" + value.get() + "'");
            return OptionalLong.empty();
        }
    }

    private ErrorHandling onError(boolean hasDeadLetters) {
        Optional<ErrorHandling> choice = block.choice("on-error", ErrorHandling.class);
        if (choice.orElse(null) == ErrorHandling.DEAD_LETTER && !hasDeadLetters) {
            block.problem("on-error", "is 'dead-letter', but the job has no 'dead-letter' block");
        }
        return choice.orElse(hasDeadLetters ? ErrorHandling.DEAD_LETTER : ErrorHandling.FAIL);
    }

    private DecodeOptions decoding() {
        return block.value("debezium-json.unavailable-placeholder")
                .filter(value -> !value.text().isEmpty())
                .map(value -> DecodeOptions.DEFAULT.withUnavailablePlaceholder(value.text()))
                .orElse(DecodeOptions.DEFAULT);
    }

    private ConversionOptions conversion() {
        ConversionOptions options = ConversionOptions.DEFAULT;
        Optional<UnavailableColumns> unavailable =
                block.choice("debezium-json.unavailable-columns", UnavailableColumns.class);
        if (unavailable.isPresent()) {
            options = options.withUnavailable(unavailable.get());
        }
        Optional<EpochUnit> unit = block.choice("debezium-json.time-unit", EpochUnit.class);
        if (unit.isPresent()) {
            options = options.withEpochUnit(unit.get());
        }
        Optional<DecimalText> decimals = block.choice("debezium-json.decimals", DecimalText.class);
        return decimals.isPresent() ? options.withDecimals(decimals.get()) : options;
    }

    private Map<String, String> properties(String jobName) {
        Map<String, String> properties = new HashMap<>();
        block.requiredValue(BOOTSTRAP)
                .ifPresent(v -> properties.put("bootstrap.servers", v.text()));
        block.options(PROPERTIES)
                .forEach((key, v) -> properties.put(key.substring(PROPERTIES.length()), v.text()));
        properties.putIfAbsent("group.id", "spillway-" + jobName);
        return properties;
    }
}
