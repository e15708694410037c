/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import io.spillway.tdengine.table.TDengineConnectorOptions;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import io.spillway.tdengine.table.TDengineScanOptions;
import io.spillway.tdengine.table.TDengineSinkOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.configuration.description.TextElement;
import org.junit.jupiter.api.Test;

/** The table of options in the documentation is made from the options themselves. */
class OptionsDocumentationTest {

    private static final String BEGIN = "<!-- options: begin (generated) -->\n";
    private static final String END = "<!-- options: end -->";
    private static final Path DOCUMENT = Path.of("../../docs/tdengine.md");

    private static final Set<ConfigOption<?>> REQUIRED =
            new TDengineDynamicTableFactory().requiredOptions();

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
                .as("options in docs/tdengine.md; -Dspillway.docs.update=true writes them anew")
                .isEqualTo(table());
    }

    @Test
    void everyDeclaredOptionIsOneOfTheFactory() {
        assertThat(
                        Stream.concat(
                                        REQUIRED.stream(),
                                        new TDengineDynamicTableFactory()
                                                .optionalOptions().stream())
                                .map(ConfigOption::key))
                .containsAll(
                        declared(
                                        TDengineConnectorOptions.class,
                                        TDengineScanOptions.class,
                                        TDengineSinkOptions.class)
                                .map(field -> option(field).key())
                                .toList());
    }

    private static String table() {
        return "| option | type | default | meaning |\n|---|---|---|---|\n"
                + Stream.concat(
                                declared(
                                        TDengineConnectorOptions.class,
                                        TDengineScanOptions.class,
                                        TDengineSinkOptions.class),
                                Stream.concat(
                                        declared(HttpOptions.class)
                                                .filter(
                                                        field ->
                                                                field.getName()
                                                                        .startsWith("TRUST_STORE")),
                                        declared(DeadLetterOptions.class)
                                                .filter(
                                                        field ->
                                                                Set.of("ON_ERROR", "TYPE")
                                                                        .contains(
                                                                                field.getName()))))
                        .map(OptionsDocumentationTest::line)
                        .collect(Collectors.joining());
    }

    private static Stream<Field> declared(Class<?>... classes) {
        return Stream.of(classes)
                .flatMap(options -> Arrays.stream(options.getDeclaredFields()))
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .filter(field -> field.getType() == ConfigOption.class);
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String line(Field field) {
        ConfigOption<?> option = option(field);
        String names =
                Stream.concat(
                                Stream.of(option.key()),
                                StreamSupport.stream(option.fallbackKeys().spliterator(), false)
                                        .map(FallbackKey::getKey))
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(" or "));
        return Stream.of(names, type(field), defaultValue(option), meaning(option))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String type(Field field) {
        Type type = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
        if (type instanceof ParameterizedType list) {
            return ((Class<?>) list.getRawType()).getSimpleName();
        }
        Class<?> plain = (Class<?>) type;
        return plain.isEnum() ? "Enum" : plain.getSimpleName();
    }

    private static String defaultValue(ConfigOption<?> option) {
        if (!option.hasDefaultValue()) {
            return REQUIRED.contains(option) ? "required" : "none";
        }
        Object value = option.defaultValue();
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0
                    ? duration.toSeconds() + " s"
                    : duration.toMillis() + " ms";
        }
        return value instanceof Enum<?> word ? lower(word) : value.toString();
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
                                constant ->
                                        constant instanceof DescribedEnum known
                                                ? "`"
                                                        + lower(constant)
                                                        + "`: "
                                                        + ((TextElement) known.getDescription())
                                                                .getFormat()
                                                : "`" + lower(constant) + "`.")
                        .toList();
        return String.join(" ", described);
    }

    private static String lower(Object word) {
        return word.toString().toLowerCase(Locale.ROOT);
    }
}
