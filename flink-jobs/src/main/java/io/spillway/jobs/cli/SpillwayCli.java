/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import io.spillway.jobs.input.BadInputException;
import io.spillway.jobs.input.EnvReferences;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line, and the entry point of the job jar: {@code flink run spillway-jobs.jar run
 * job.yaml}.
 *
 * <p>Exit codes: 0 success, 1 failure, 2 bad input. Errors are one line each on the error stream;
 * the stack trace follows only with {@code --verbose}.
 */
@PublicEvolving
@Command(
        name = "spillway",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Moves row changes between databases, Kafka and DataHub, and loses none.")
public final class SpillwayCli implements Runnable {

    /** Exit code: all went well. */
    public static final int OK = 0;

    /** Exit code: the input was fine, what it asked for failed. */
    public static final int FAILURE = 1;

    /** Exit code: the command line, a file or an option is wrong. */
    public static final int BAD_INPUT = 2;

    private final EnvReferences references;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Print stack traces and more log lines.")
    private boolean verbose;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    private SpillwayCli(Map<String, String> environment) {
        this.references = new EnvReferences(environment);
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        int code =
                execute(
                        System.getenv(),
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        args);
        if (StreamExecutionEnvironment.getExecutionEnvironment()
                instanceof LocalStreamEnvironment) {
            System.exit(code);
        }
        // Inside Flink's own client or a JobManager the process is not ours to end.
        if (code != OK) {
            throw new CommandFailedException(code);
        }
    }

    /**
     * Runs a command inside this process.
     *
     * @param environment what {@code ${env:NAME}} is resolved from
     * @return the exit code
     */
    public static int execute(
            Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
        SpillwayCli cli = new SpillwayCli(environment);
        CommandLine line = new CommandLine(cli);
        line.addSubcommand(new RunCommand());
        line.addSubcommand(new SqlCommand());
        ServiceLoader.load(CliCommand.class).forEach(line::addSubcommand);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, ignored) -> cli.refuse(e));
        line.setExecutionExceptionHandler((e, ignored, parsed) -> cli.report(e));
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** Resolves {@code ${env:NAME}}, and keeps the values out of what is printed. */
    EnvReferences references() {
        return references;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing; see spillway --help");
    }

    private int refuse(ParameterException e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("error: " + ErrorLine.flatten(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        trace(e, err);
        return BAD_INPUT;
    }

    private int report(Exception e) {
        PrintWriter err = spec.commandLine().getErr();
        int code = FAILURE;
        if (e instanceof BadInputException bad) {
            bad.problems().forEach(problem -> err.println("error: " + references.mask(problem)));
            code = BAD_INPUT;
        } else {
            err.println("error: " + references.mask(ErrorLine.of(e)));
        }
        trace(e, err);
        return code;
    }

    private void trace(Exception e, PrintWriter err) {
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(references.mask(trace.toString()));
        }
    }
}
