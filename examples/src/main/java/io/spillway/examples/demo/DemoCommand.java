/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import io.spillway.examples.console.Terminal;
import io.spillway.jobs.cli.CliCommand;
import io.spillway.jobs.cli.SpillwayCli;
import io.spillway.jobs.input.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway demo}. */
@Internal
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Move row changes from PostgreSQL to DataHub on this machine, and check every one.",
            "Starts PostgreSQL, Kafka, Kafka Connect with Debezium and a local DataHub, makes changes"
                    + " in two tables, injects records that cannot be applied, restarts the job in the"
                    + " middle, and compares every row and column at the end. Exit code 0 only if"
                    + " nothing is lost or wrong."
        })
public final class DemoCommand implements CliCommand {

    private static final int MOST_CHANGES = 5_000_000;
    private static final int MOST_PARALLELISM = 64;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Row changes to make (default: ${DEFAULT-VALUE}).")
    private int changes;

    @Option(
            names = "--poison",
            paramLabel = "N",
            defaultValue = "20",
            description = "Records to inject that cannot be applied (default: ${DEFAULT-VALUE}).")
    private int poison;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "2",
            description = "Parallelism of the job (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the numbers as JSON to this file.")
    @Nullable
    private Path report;

    @Option(names = "--ui", description = "Serve Flink's web interface on loopback.")
    private boolean ui;

    @Option(
            names = "--keep",
            description = "Leave everything running until Ctrl-C, and print how to look at it.")
    private boolean keep;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireRange("--changes", changes, 1, MOST_CHANGES);
        requireRange("--poison", poison, 0, MOST_CHANGES);
        requireRange("--parallelism", parallelism, 1, MOST_PARALLELISM);
        requireWritable(report);
        boolean clean =
                new Demo(
                                new DemoOptions(changes, poison, parallelism, report, ui, keep),
                                spec.commandLine().getOut(),
                                Terminal.isAttached())
                        .run();
        return clean ? SpillwayCli.OK : SpillwayCli.FAILURE;
    }

    private static void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadInputException(
                    option + " must be from " + least + " to " + most + ", is " + value);
        }
    }

    private static void requireWritable(@Nullable Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException(
                    "--report must name a file in an existing folder, is " + file);
        }
    }
}
