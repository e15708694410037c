/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import io.spillway.common.options.DidYouMean;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** Finds the target of dead letters that a table's options name, and checks its options. */
@PublicEvolving
public final class DeadLetterWriters {

    private DeadLetterWriters() {}

    /** As {@link #policy(Map, ClassLoader)}. */
    public static ErrorPolicy policy(ReadableConfig tableOptions, ClassLoader classLoader) {
        return policy(tableOptions.toMap(), classLoader);
    }

    /**
     * What {@code on-error} and {@code dead-letter.*} ask for together.
     *
     * @param tableOptions all options of the table; others than these two are not looked at
     * @param classLoader where targets are looked for
     * @throws ValidationException naming the option, the value and the mend
     */
    public static ErrorPolicy policy(Map<String, String> tableOptions, ClassLoader classLoader) {
        ErrorHandling handling = handling(tableOptions);
        return new ErrorPolicy(handling, resolve(tableOptions, classLoader).orElse(null));
    }

    /** As {@link #resolve(Map, ClassLoader)}. */
    public static Optional<DeadLetterWriterFactory.Provider> resolve(
            ReadableConfig tableOptions, ClassLoader classLoader) {
        return resolve(tableOptions.toMap(), classLoader);
    }

    /**
     * The target of dead letters, empty unless {@code on-error} is {@code dead-letter}.
     *
     * @param tableOptions all options of the table; others than these two are not looked at
     * @param classLoader where targets are looked for
     * @throws ValidationException naming the option, the value and the mend
     */
    public static Optional<DeadLetterWriterFactory.Provider> resolve(
            Map<String, String> tableOptions, ClassLoader classLoader) {
        ErrorHandling handling = handling(tableOptions);
        Map<String, String> target = withoutPrefix(tableOptions);
        if (handling != ErrorHandling.DEAD_LETTER) {
            refuseForgottenOnError(tableOptions, target);
            return Optional.empty();
        }
        String type = target.remove("type");
        Map<String, DeadLetterWriterFactory> known = factories(classLoader);
        if (type == null) {
            throw new ValidationException(
                    "'on-error' = 'dead-letter' needs 'dead-letter.type', one of "
                            + known.keySet());
        }
        DeadLetterWriterFactory factory = known.get(type);
        if (factory == null) {
            throw new ValidationException(
                    "'dead-letter.type' = '"
                            + type
                            + "' is not known, use one of "
                            + known.keySet()
                            + suggestion(type, known.keySet()));
        }
        checkKeys(factory, target);
        return Optional.of(factory.create(Configuration.fromMap(target)));
    }

    private static ErrorHandling handling(Map<String, String> tableOptions) {
        String key = DeadLetterOptions.ON_ERROR.key();
        String value = tableOptions.get(key);
        if (value == null) {
            return DeadLetterOptions.ON_ERROR.defaultValue();
        }
        for (ErrorHandling handling : ErrorHandling.values()) {
            // as Flink reads an enum: by its text, in any case
            if (handling.toString().equalsIgnoreCase(value)) {
                return handling;
            }
        }
        throw new ValidationException(
                "'on-error' = '"
                        + value
                        + "' is not known, use one of [fail, dead-letter, ignore]");
    }

    private static Map<String, String> withoutPrefix(Map<String, String> tableOptions) {
        Map<String, String> target = new TreeMap<>();
        tableOptions.forEach(
                (key, value) -> {
                    if (key.startsWith(DeadLetterOptions.PREFIX)) {
                        target.put(key.substring(DeadLetterOptions.PREFIX.length()), value);
                    }
                });
        return target;
    }

    /** Who names a target but forgets on-error expects letters and would get a failing job. */
    private static void refuseForgottenOnError(
            Map<String, String> tableOptions, Map<String, String> target) {
        if (!target.isEmpty() && !tableOptions.containsKey(DeadLetterOptions.ON_ERROR.key())) {
            throw new ValidationException(
                    "'dead-letter."
                            + target.keySet().iterator().next()
                            + "' has no effect without 'on-error' = 'dead-letter'; add it, or remove"
                            + " the 'dead-letter.*' options");
        }
    }

    private static Map<String, DeadLetterWriterFactory> factories(ClassLoader classLoader) {
        Map<String, DeadLetterWriterFactory> factories = new TreeMap<>();
        try {
            for (DeadLetterWriterFactory factory :
                    ServiceLoader.load(DeadLetterWriterFactory.class, classLoader)) {
                factories.put(factory.type(), factory);
            }
        } catch (ServiceConfigurationError e) {
            throw new ValidationException(
                    "A dead-letter target on the class path cannot be loaded: " + e.getMessage(),
                    e);
        }
        return factories;
    }

    private static void checkKeys(DeadLetterWriterFactory factory, Map<String, String> target) {
        Set<String> known = new TreeSet<>();
        for (ConfigOption<?> option : factory.requiredOptions()) {
            known.add(option.key());
            if (!target.containsKey(option.key())) {
                throw new ValidationException(
                        "'dead-letter.type' = '"
                                + factory.type()
                                + "' needs 'dead-letter."
                                + option.key()
                                + "'");
            }
        }
        factory.optionalOptions().forEach(option -> known.add(option.key()));
        for (String key : target.keySet()) {
            if (!known.contains(key)
                    && factory.passThroughPrefixes().stream().noneMatch(key::startsWith)) {
                throw new ValidationException(
                        "'dead-letter."
                                + key
                                + "' is not an option of 'dead-letter.type' = '"
                                + factory.type()
                                + "', which has "
                                + known
                                + suggestion(key, known));
            }
        }
    }

    private static String suggestion(String word, Collection<String> known) {
        return DidYouMean.nearest(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
