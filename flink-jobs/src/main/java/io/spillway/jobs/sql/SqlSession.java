/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import io.spillway.jobs.embedded.EmbeddedJobWatch;
import io.spillway.jobs.embedded.Loopback;
import io.spillway.jobs.input.BadInputException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.config.TableConfigOptions;

/**
 * Executes the statements of a script one after the other; every {@code INSERT} is waited for.
 *
 * <p>Runs where the process runs: on an embedded Flink, or on the cluster {@code flink run} names.
 */
@Internal
public final class SqlSession {

    private final PrintWriter out;
    private final Function<Throwable, String> reason;
    private final Configuration options;
    @Nullable private TableEnvironment tables;

    /**
     * @param options Flink options of the session
     * @param out where progress goes
     * @param reason tells why something failed, in one line
     */
    public SqlSession(Configuration options, PrintWriter out, Function<Throwable, String> reason) {
        this.options = new Configuration(options);
        this.options.set(TableConfigOptions.TABLE_DML_SYNC, true);
        this.out = out;
        this.reason = reason;
    }

    /**
     * Executes the whole script.
     *
     * @throws StatementFailedException at the first statement that fails
     */
    public void run(SqlScript script) {
        try (EmbeddedJobWatch watch = new EmbeddedJobWatch()) {
            if (StreamExecutionEnvironment.getExecutionEnvironment()
                    instanceof LocalStreamEnvironment) {
                watch.addTo(options);
            }
            for (Statement statement : script.statements()) {
                run(script.name(), statement, watch);
            }
        }
    }

    private void run(String script, Statement statement, EmbeddedJobWatch watch) {
        watch.reset();
        try {
            execute(script, statement);
        } catch (BadInputException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = watch.failure().orElse(e);
            throw new StatementFailedException(script, statement, reason.apply(cause), cause);
        }
    }

    private void execute(String script, Statement statement) {
        var command = SessionOptions.parse(script, statement);
        if (command.isPresent()) {
            apply(script, statement, command.get());
            return;
        }
        long start = System.nanoTime();
        TableResult result = tables().executeSql(statement.text());
        if (isModification(statement)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            out.printf(
                    Locale.ROOT,
                    "%s:%d: %s: done in %.1f s%n",
                    script,
                    statement.line(),
                    statement.firstLine(),
                    took.toMillis() / 1000.0);
        } else if (result.getResultKind() == ResultKind.SUCCESS_WITH_CONTENT) {
            out.flush();
            result.print();
        }
        out.flush();
    }

    private static boolean isModification(Statement statement) {
        String verb = statement.text().split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "INSERT", "UPDATE", "DELETE", "EXECUTE" -> true;
            default -> false;
        };
    }

    private void apply(String script, Statement statement, SessionOptions.Command command) {
        if (command.key() == null) {
            if (command.verb() == SessionOptions.Verb.RESET) {
                throw new BadInputException(
                        script + ":" + statement.line() + ": name the option to reset");
            }
            // Hides the values of options whose names say that they are secret.
            Configuration shown = new Configuration(options);
            EmbeddedJobWatch.removeFrom(shown);
            out.println(shown);
            return;
        }
        boolean changesMode = command.key().equals(ExecutionOptions.RUNTIME_MODE.key());
        if (changesMode && tables != null) {
            throw new BadInputException(
                    script
                            + ":"
                            + statement.line()
                            + ": execution.runtime-mode must be set before the first statement");
        }
        if (command.value() == null) {
            options.removeKey(command.key());
            if (tables != null) {
                tables.getConfig().getConfiguration().removeKey(command.key());
            }
            return;
        }
        options.setString(command.key(), command.value());
        if (tables != null) {
            tables.getConfig().set(command.key(), command.value());
        }
    }

    private Configuration embedded() {
        Configuration settings = Loopback.settings();
        settings.addAll(options);
        return settings;
    }

    private TableEnvironment tables() {
        if (tables == null) {
            tables =
                    TableEnvironment.create(
                            EnvironmentSettings.newInstance()
                                    .withConfiguration(embedded())
                                    .build());
        }
        return tables;
    }
}
