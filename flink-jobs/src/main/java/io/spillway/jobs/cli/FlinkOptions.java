/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Raw Flink options on the command line; they win over those of files. */
@Internal
final class FlinkOptions {

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A Flink option, for example -D state.backend.type=rocksdb.")
    private Map<String, String> options = new LinkedHashMap<>();

    Configuration configuration() {
        return Configuration.fromMap(options);
    }
}
