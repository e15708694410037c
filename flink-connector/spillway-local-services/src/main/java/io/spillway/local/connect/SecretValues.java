/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The secret values of one connector's configuration, to be kept out of everything Connect says
 * about it.
 */
final class SecretValues {

    static final SecretValues NONE = new SecretValues(List.of());

    private static final String MASK = "******";
    private static final Pattern SECRET_OPTION =
            Pattern.compile(
                    ".*(password|passwd|secret|token|api[._-]?key|jaas|credential|private[._-]?key).*",
                    Pattern.CASE_INSENSITIVE);

    private final List<String> values;

    private SecretValues(List<String> values) {
        this.values = values;
    }

    /**
     * Collects the values of the options that are secret by their name or by their type.
     *
     * @param passwordOptions options the connector itself declares as passwords
     */
    static SecretValues of(Map<String, String> config, Set<String> passwordOptions) {
        Set<String> found =
                new TreeSet<>(
                        Comparator.comparingInt(String::length)
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()));
        config.forEach(
                (option, value) -> {
                    boolean secret =
                            passwordOptions.contains(option)
                                    || SECRET_OPTION.matcher(option).matches();
                    if (secret && !value.isEmpty()) {
                        found.add(value);
                    }
                });
        return new SecretValues(List.copyOf(found));
    }

    /** The text without the secret values; the longest first, so that no rest of one remains. */
    String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
