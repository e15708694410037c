/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.configuration.description.TextElement;
import org.junit.jupiter.api.Test;

/**
 * Holds the option table of {@code docs/datahub.md} against the options themselves. Run with {@code
 * -Dspillway.docs.update=true} to write it anew.
 */
class OptionsDocumentationTest {

    private static final String BEGIN = "<!-- options: begin (generated) -->\n";
    private static final String END = "<!-- options: end -->";
    private static final Path DOCUMENT = Path.of("../../docs/datahub.md");

    @Test
    void theDocumentedOptionsAreThoseOfTheConnector() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if (Boolean.getBoolean("spillway.docs.update")) {
            document = document.substring(0, begin) + table() + document.substring(end);
            Files.writeString(DOCUMENT, document);
            end = document.indexOf(END);
        }
        assertThat(document.substring(begin, end))
                .as("options in docs/datahub.md; -Dspillway.docs.update=true writes them anew")
                .isEqualTo(table());
    }

    @Test
    void everyDeclaredOptionIsOneOfTheFactory() {
        DataHubDynamicTableFactory factory = new DataHubDynamicTableFactory();
        assertThat(
                        Stream.concat(
                                        factory.requiredOptions().stream(),
                                        factory.optionalOptions().stream())
                                .map(ConfigOption::key))
                .containsAll(declared().map(ConfigOption::key).toList());
    }

    private static String table() {
        return "| option | type | default | meaning |\n|---|---|---|---|\n"
                + Stream.concat(
                                declared(),
                                Stream.of(DeadLetterOptions.ON_ERROR, DeadLetterOptions.TYPE))
                        .map(OptionsDocumentationTest::line)
                        .collect(Collectors.joining());
    }

    private static Stream<ConfigOption<?>> declared() {
        return Stream.of(DataHubConnectorOptions.class, DataHubScanOptions.class, HttpOptions.class)
                .flatMap(options -> Arrays.stream(options.getDeclaredFields()))
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .filter(field -> field.getType() == ConfigOption.class)
                .map(
                        field -> {
                            try {
                                return (ConfigOption<?>) field.get(null);
                            } catch (IllegalAccessException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    private static String line(ConfigOption<?> option) {
        String names =
                Stream.concat(
                                Stream.of(option.key()),
                                StreamSupport.stream(option.fallbackKeys().spliterator(), false)
                                        .map(FallbackKey::getKey))
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(" or "));
        return "| "
                + names
                + " | "
                + type(option)
                + " | "
                + defaultValue(option)
                + " | "
                + meaning(option)
                + " |\n";
    }

    private static String type(ConfigOption<?> option) {
        if (option.key().equals(DataHubConnectorOptions.SINK_HASH_FIELDS.key())
                || option.key().equals(DataHubScanOptions.SCAN_SHARDS.key())) {
            return "List";
        }
        if (option.hasDefaultValue()) {
            Object value = option.defaultValue();
            return value instanceof Enum ? "Enum" : value.getClass().getSimpleName();
        }
        if (option.key().equals(DataHubScanOptions.SCAN_BUFFER_MAX_ROWS.key())) {
            return "Integer";
        }
        return option.key().endsWith("-millis") ? "Long" : "String";
    }

    private static String defaultValue(ConfigOption<?> option) {
        if (!option.hasDefaultValue()) {
            return new DataHubDynamicTableFactory().requiredOptions().contains(option)
                    ? "required"
                    : "none";
        }
        Object value = option.defaultValue();
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0
                    ? duration.toSeconds() + " s"
                    : duration.toMillis() + " ms";
        }
        return value instanceof Enum<?> word
                ? word.toString().toLowerCase(java.util.Locale.ROOT)
                : value.toString();
    }

    private static String meaning(ConfigOption<?> option) {
        String text = new HtmlFormatter().format(option.description());
        if (option.hasDefaultValue() && option.defaultValue() instanceof Enum<?> word) {
            text += " " + values(word.getDeclaringClass().getEnumConstants());
        }
        return text.replace("&#x27;", "'").replace("&quot;", "\"").replace("|", "\\|");
    }

    private static String values(Object[] constants) {
        List<String> described =
                Arrays.stream(constants)
                        .map(
                                constant -> {
                                    String name =
                                            "`"
                                                    + constant.toString()
                                                            .toLowerCase(java.util.Locale.ROOT)
                                                    + "`";
                                    return constant instanceof DescribedEnum known
                                            ? name
                                                    + ": "
                                                    + ((TextElement) known.getDescription())
                                                            .getFormat()
                                            : name + ".";
                                })
                        .toList();
        return String.join(" ", described);
    }
}
