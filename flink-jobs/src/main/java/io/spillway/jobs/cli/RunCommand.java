/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import io.spillway.jobs.SyncJob;
import java.io.PrintWriter;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway run JOB.yaml}. */
@Internal
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Run a sync job until it ends or is stopped.",
            "Runs on an embedded Flink; started through 'flink run spillway-jobs.jar run JOB.yaml',"
                    + " on that cluster. $${env:NAME} in the file stands for an environment"
                    + " variable."
        })
final class RunCommand implements CliCommand {

    @Parameters(paramLabel = "JOB.yaml", description = "The job.")
    private Path file;

    @Option(
            names = "--from-checkpoint",
            paramLabel = "PATH",
            description = "Continue from this checkpoint or savepoint.")
    @Nullable
    private String checkpoint;

    @Option(names = "--explain", description = "Check the job, print what it would do, and end.")
    private boolean explain;

    @Mixin private FlinkOptions flinkOptions;
    @ParentCommand private SpillwayCli cli;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        SyncJob job = SyncJob.fromYaml(file, cli.references());
        PrintWriter out = spec.commandLine().getOut();
        out.println(job.explain());
        out.flush();
        if (explain) {
            job.check();
        } else {
            Configuration overrides = flinkOptions.configuration();
            if (checkpoint != null) {
                overrides.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
            }
            PrintWriter err = spec.commandLine().getErr();
            job.run(
                    overrides,
                    reason ->
                            err.println(
                                    "warning: the job restarts: "
                                            + cli.references().mask(ErrorLine.of(reason))));
            out.println("job " + job.name() + " ended");
        }
        return SpillwayCli.OK;
    }
}
