/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.Serializable;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Finds a {@link DeadLetterWriter} by the value of {@code dead-letter.type}. Implementations are
 * registered with {@link java.util.ServiceLoader} and have no state.
 */
@PublicEvolving
public interface DeadLetterWriterFactory {

    /** The value of {@code dead-letter.type}, for example {@code kafka}. */
    String type();

    /** Options that must be set, named without the {@code dead-letter.} prefix. */
    Set<ConfigOption<?>> requiredOptions();

    /** Options that may be set, named without the {@code dead-letter.} prefix. */
    Set<ConfigOption<?>> optionalOptions();

    /** Prefixes of pass-through options (such as {@code properties.}), empty if none. */
    default Set<String> passThroughPrefixes() {
        return Set.of();
    }

    /**
     * Checks the options and returns what makes the writer on each task. Runs where the job is
     * planned; connects to nothing.
     *
     * @param options the user's options, without the {@code dead-letter.} prefix
     * @throws org.apache.flink.table.api.ValidationException naming the option, the value, the mend
     */
    Provider create(ReadableConfig options);

    /** Shipped to the tasks. Its {@code toString} never contains secrets. */
    @FunctionalInterface
    interface Provider extends Serializable {
        DeadLetterWriter createWriter();
    }
}
