/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.filesystem;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;

/**
 * {@code dead-letter.type = filesystem}: letters as lines of JSON in files under a directory of any
 * file system Flink knows.
 */
@PublicEvolving
public final class FileSystemDeadLetterWriterFactory implements DeadLetterWriterFactory {

    public static final ConfigOption<String> PATH =
            ConfigOptions.key("path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of the letters' files, for example file:///var/letters;"
                                    + " created if missing.");

    @Override
    public String type() {
        return "filesystem";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public Provider create(ReadableConfig options) {
        String path = options.get(PATH);
        try {
            new Path(path);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(
                    "'dead-letter.path' = '" + path + "' is not a path: " + e.getMessage(), e);
        }
        return () -> new FileSystemDeadLetterWriter(new Path(path));
    }
}
