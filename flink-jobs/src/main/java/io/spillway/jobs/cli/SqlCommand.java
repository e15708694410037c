/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import io.spillway.jobs.sql.SqlScript;
import io.spillway.jobs.sql.SqlSession;
import java.nio.file.Path;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway sql FILE}. */
@Internal
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Run a Flink SQL script with all connectors at hand.",
            "Statements end with ';'. Each INSERT is waited for; what SELECT, SHOW, DESCRIBE and"
                    + " EXPLAIN answer is printed. $${env:NAME} stands for an environment variable."
        })
final class SqlCommand implements CliCommand {

    @Parameters(paramLabel = "FILE", description = "The script.")
    private Path file;

    @Mixin private FlinkOptions flinkOptions;
    @ParentCommand private SpillwayCli cli;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        SqlScript script = SqlScript.read(file, cli.references());
        new SqlSession(flinkOptions.configuration(), spec.commandLine().getOut(), ErrorLine::of)
                .run(script);
        return SpillwayCli.OK;
    }
}
