/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.log;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * {@code dead-letter.type = log}: letters as warnings in the task's log. A log may be lost, so this
 * is for trying things out; it keeps no letter for a replay unless the payload is included.
 */
@PublicEvolving
public final class LogDeadLetterWriterFactory implements DeadLetterWriterFactory {

    public static final ConfigOption<Boolean> INCLUDE_PAYLOAD =
            ConfigOptions.key("include-payload")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether key, value and headers of the record are logged.");

    @Override
    public String type() {
        return "log";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(INCLUDE_PAYLOAD);
    }

    @Override
    public Provider create(ReadableConfig options) {
        boolean includePayload = options.get(INCLUDE_PAYLOAD);
        return () -> new LogDeadLetterWriter(includePayload);
    }
}
