/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.flink.table.factories.Factory;

/**
 * The table of options in a connector's documentation, made from the options themselves. With
 * {@code -Dspillway.docs.update=true} it is written anew instead of compared.
 */
public final class OptionsTable {

    private static final String BEGIN = "<!-- options: begin (generated) -->\n";
    private static final String END = "<!-- options: end -->";

    private final Factory factory;
    private final List<Field> fields = new ArrayList<>();

    public OptionsTable(Factory factory) {
        this.factory = factory;
    }

    /** Adds all options that classes declare, in the order of their declarations. */
    public OptionsTable with(Class<?>... classes) {
        Stream.of(classes).flatMap(OptionsTable::declared).forEach(fields::add);
        return this;
    }

    /** Adds some of the options that a class declares, by the names of the constants. */
    public OptionsTable withOnly(Class<?> options, String... constants) {
        List<String> chosen = List.of(constants);
        declared(options).filter(field -> chosen.contains(field.getName())).forEach(fields::add);
        return this;
    }

    /** Fails where the document says something else. */
    public void assertStandsIn(Path path) throws IOException {
        String document = Files.readString(path);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if (Boolean.getBoolean("spillway.docs.update")) {
            document = document.substring(0, begin) + table() + document.substring(end);
            Files.writeString(path, document);
            end = document.indexOf(END);
        }
        assertThat(document.substring(begin, end))
                .as("options in %s; -Dspillway.docs.update=true writes them anew", path)
                .isEqualTo(table());
    }

    /** Fails where the factory does not take an option that a class declares. */
    public void assertTakenByTheFactory(Class<?>... classes) {
        assertThat(
                        Stream.concat(
                                        factory.requiredOptions().stream(),
                                        factory.optionalOptions().stream())
                                .map(ConfigOption::key))
                .containsAll(
                        Stream.of(classes)
                                .flatMap(OptionsTable::declared)
                                .map(field -> option(field).key())
                                .toList());
    }

    private String table() {
        return "| option | type | default | meaning |\n|---|---|---|---|\n"
                + fields.stream().map(this::line).collect(Collectors.joining());
    }

    private static Stream<Field> declared(Class<?> options) {
        return Arrays.stream(options.getDeclaredFields())
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

    private String line(Field field) {
        ConfigOption<?> option = option(field);
        String names =
                Stream.concat(
                                Stream.of(option.key()),
                                StreamSupport.stream(option.fallbackKeys().spliterator(), false)
                                        .map(FallbackKey::getKey))
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(" or "));
        return Stream.of(
                        names,
                        type(field),
                        defaultValue(option, factory.requiredOptions()),
                        meaning(option))
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

    private static String defaultValue(ConfigOption<?> option, Set<ConfigOption<?>> required) {
        if (!option.hasDefaultValue()) {
            return required.contains(option) ? "required" : "none";
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
        return Arrays.stream(constants)
                .map(
                        constant ->
                                constant instanceof DescribedEnum known
                                        ? "`"
                                                + lower(constant)
                                                + "`: "
                                                + ((TextElement) known.getDescription()).getFormat()
                                        : "`" + lower(constant) + "`.")
                .collect(Collectors.joining(" "));
    }

    private static String lower(Object word) {
        return word.toString().toLowerCase(Locale.ROOT);
    }
}
