/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import java.util.concurrent.Callable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A subcommand of {@code spillway}, contributed by any module on the class path.
 *
 * <p>Implementations are picocli commands: they carry {@code @Command(name = ...,
 * mixinStandardHelpOptions = true)}, have a public constructor without arguments and are registered
 * in {@code META-INF/services/io.spillway.jobs.cli.CliCommand}. The option {@code --verbose} is
 * inherited and must not be declared again. Output goes to {@code spec.commandLine().getOut()}.
 *
 * <p>{@link #call} returns the exit code. To fail, throw: {@link
 * io.spillway.jobs.input.BadInputException} for bad input (exit code 2), anything else for a
 * failure (exit code 1); the command line prints the reason in one line, and the stack trace only
 * with {@code --verbose}.
 */
@PublicEvolving
public interface CliCommand extends Callable<Integer> {}
