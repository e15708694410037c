/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.input;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * Resolves {@code ${env:NAME}} and {@code ${env:NAME:-default}} and remembers what it put in, so
 * that no message ever shows it. Not thread-safe.
 */
@Internal
public final class EnvReferences {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "\\$\\{env:(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}|([^}\\s]*\\}?))");

    /** Shorter values are parts of ordinary words and would garble every message. */
    private static final int SHORTEST_MASKED = 4;

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)secret|passw|token|key|credential|jaas");
    private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{N}])";
    private static final String NO_WORD_AFTER = "(?![\\p{L}\\p{N}])";

    private final Map<String, String> environment;
    private final Map<String, String> resolved = new LinkedHashMap<>();

    public EnvReferences(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Replaces every reference in the text.
     *
     * @param problems gets one message for each reference that cannot be resolved; such a reference
     *     is left out of the result
     */
    public String resolve(String text, Consumer<String> problems) {
        return resolve(text, UnaryOperator.identity(), problems);
    }

    /**
     * Replaces every reference in the text.
     *
     * @param escape applied to each value before it is put into the text
     */
    public String resolve(String text, UnaryOperator<String> escape, Consumer<String> problems) {
        if (!text.contains("${env:")) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    result, Matcher.quoteReplacement(escape.apply(valueOf(matcher, problems))));
        }
        return matcher.appendTail(result).toString();
    }

    private String valueOf(Matcher matcher, Consumer<String> problems) {
        String name = matcher.group(1);
        if (name == null) {
            problems.accept(
                    "'"
                            + matcher.group()
                            + "' is no reference; write ${env:NAME} or"
                            + " ${env:NAME:-default}");
            return "";
        }
        String value = environment.get(name);
        if (value == null) {
            value = matcher.group(2);
            if (value == null) {
                problems.accept(
                        "environment variable "
                                + name
                                + " is not set; set it, or write ${env:"
                                + name
                                + ":-default}");
                return "";
            }
            return value;
        }
        resolved.put(name, value);
        return value;
    }

    /**
     * The text with every value that came from the environment put back to its reference. A value
     * that is a part of a longer word is left, because the word is needed to understand the text,
     * unless the variable's name says that the value is secret.
     */
    public String mask(String text) {
        String masked = text;
        for (Map.Entry<String, String> entry : resolved.entrySet()) {
            if (entry.getValue().length() >= SHORTEST_MASKED) {
                String value = Pattern.quote(entry.getValue());
                boolean secret = SECRET_NAME.matcher(entry.getKey()).find();
                masked =
                        masked.replaceAll(
                                secret ? value : NO_WORD_BEFORE + value + NO_WORD_AFTER,
                                Matcher.quoteReplacement("${env:" + entry.getKey() + "}"));
            }
        }
        return masked;
    }
}
