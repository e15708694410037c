/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples;

import io.spillway.jobs.cli.SpillwayCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs the command line inside the test. */
public final class Cli {

    private Cli() {}

    /**
     * What a run left.
     *
     * @param out what was printed
     * @param err errors
     */
    public record Outcome(int exitCode, String out, String err) {

        /** The errors, line by line. */
        public List<String> errorLines() {
            return err.lines().toList();
        }
    }

    /** Runs a command to its end; what Flink prints to the console itself counts as output too. */
    public static Outcome run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream console = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code =
                    SpillwayCli.execute(
                            environment,
                            new PrintWriter(out, true, StandardCharsets.UTF_8),
                            new PrintWriter(err),
                            arguments);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(console);
        }
    }
}
