/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options every Spillway table shares for records that can never be processed.
 *
 * <p>A table factory adds {@link #all()} to its optional options, validates with {@code
 * helper.validateExcept(DeadLetterOptions.PREFIX)}, because the options of the target differ by
 * type, and then resolves them with {@link DeadLetterWriters#policy}.
 */
@PublicEvolving
public final class DeadLetterOptions {

    /** All options of the target of dead letters begin with this. */
    public static final String PREFIX = "dead-letter.";

    public static final ConfigOption<ErrorHandling> ON_ERROR =
            ConfigOptions.key("on-error")
                    .enumType(ErrorHandling.class)
                    .defaultValue(ErrorHandling.FAIL)
                    .withDescription("What to do with a record that can never be processed.");

    public static final ConfigOption<String> TYPE =
            ConfigOptions.key(PREFIX + "type")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where dead letters are written: kafka, filesystem, log or another"
                                    + " target on the class path. Options of the target have the"
                                    + " prefix 'dead-letter.'.");

    private DeadLetterOptions() {}

    /** The options that are the same for every target. */
    public static Set<ConfigOption<?>> all() {
        return Set.of(ON_ERROR, TYPE);
    }
}
