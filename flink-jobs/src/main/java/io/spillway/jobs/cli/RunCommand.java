/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import io.spillway.jobs.input.InputFile;
import java.nio.file.Path;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code spillway run JOB.yaml}. */
@Internal
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Run a sync job until it ends or is stopped.")
final class RunCommand implements CliCommand {

    @Parameters(paramLabel = "JOB.yaml", description = "The job.")
    private Path file;

    @Mixin private FlinkOptions flinkOptions;
    @ParentCommand private SpillwayCli cli;

    @Override
    public Integer call() {
        InputFile.read(file);
        return SpillwayCli.OK;
    }
}
