/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.jobs.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Options of a connector in the order of the file. Immutable; {@code toString} hides what is secret
 * by name and what came from the environment.
 */
@Internal
public final class Options {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|password|token|api-?key|access-?key|jaas|credential).*");

    private final Map<String, YamlValue> values;

    public Options(Map<String, YamlValue> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Keys and values, references resolved; may contain secrets. */
    public Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        values.forEach((key, value) -> map.put(key, value.text()));
        return map;
    }

    /** Keys and values, each key without the prefix; other keys are left out. */
    public Map<String, String> withoutPrefix(String prefix) {
        return toMap().entrySet().stream()
                .filter(option -> option.getKey().startsWith(prefix))
                .collect(
                        Collectors.toMap(
                                option -> option.getKey().substring(prefix.length()),
                                Map.Entry::getValue));
    }

    /** The line an option stands in, or the given line if it is not among them. */
    public int lineOf(String key, int otherwise) {
        return values.containsKey(key) ? values.get(key).line() : otherwise;
    }

    /** These options, where the others add to them and win. */
    public Options overriddenBy(Options others) {
        Map<String, YamlValue> merged = new LinkedHashMap<>(values);
        merged.putAll(others.values);
        return new Options(merged);
    }

    /** Whether an option with this name must not be printed. */
    public static boolean isSecret(String key) {
        return SECRET.matcher(key).matches();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(
                        option ->
                                option.getKey()
                                        + "="
                                        + (isSecret(option.getKey())
                                                ? "******"
                                                : option.getValue().shown()))
                .collect(Collectors.joining(", "));
    }
}
