/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpillwayCliTest {

    private static final String JOB =
            """
            source:
              connector: kafka
              topic: t
              properties.bootstrap.servers: ${env:BOOTSTRAP:-localhost:1}
            route:
              - source-table: public.t
                primary-key: [id]
                columns: {id: BIGINT, v: STRING}
            sink:
              connector: print
              print-identifier: ${env:TOKEN:-x}
            dead-letter:
              type: log
            """;

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    private int spillway(String... args) {
        return SpillwayCli.execute(
                environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void helpIsEverywhere() {
        for (List<String> command :
                List.of(List.of("--help"), List.of("run", "-h"), List.of("sql", "--help"))) {
            assertThat(spillway(command.toArray(new String[0]))).isZero();
        }
        assertThat(out.toString()).contains("Usage: spillway ", "spillway run", "spillway sql");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theVersionNamesFlink() {
        assertThat(spillway("--version")).isZero();
        assertThat(out.toString()).matches("spillway \\d\\S* \\(Flink 2\\.\\S+, Java \\d+\\)\\R");
    }

    static List<Arguments> badCommandLines() {
        return List.of(
                Arguments.of(List.of(), "error: a command is missing; see spillway --help"),
                Arguments.of(List.of("rum"), "error: Unmatched argument at index 0: 'rum'"),
                Arguments.of(List.of("run"), "error: Missing required parameter: 'JOB.yaml'"),
                Arguments.of(List.of("run", "no.yaml"), "error: file not found: no.yaml"),
                Arguments.of(List.of("sql", "no.sql"), "error: file not found: no.sql"),
                Arguments.of(List.of("run", "--nope", "x"), "error: Unknown option: '--nope'"));
    }

    @ParameterizedTest
    @MethodSource("badCommandLines")
    void badCommandLinesEndWithTwo(List<String> args, String message) {
        assertThat(spillway(args.toArray(new String[0]))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst()).hasValue(message);
    }

    static List<Arguments> badJobs() {
        return List.of(
                Arguments.of(
                        "dead-letter:",
                        "dead-leter:",
                        "job.yaml:12: unknown key 'dead-leter'; did you mean 'dead-letter'?"),
                Arguments.of(
                        "topic: t", "topic: {a: b}", "job.yaml:3: unknown key 'source.topic.a'"),
                Arguments.of(
                        "${env:BOOTSTRAP:-localhost:1}",
                        "${env:BOOTSTRAP}",
                        "job.yaml:4: 'source.properties.bootstrap.servers': environment variable"
                                + " BOOTSTRAP is not set"),
                Arguments.of(
                        "connector: kafka",
                        "connector: pulsar",
                        "job.yaml:2: 'source.connector' is unknown: 'pulsar'; available: kafka"),
                Arguments.of(
                        "connector: print",
                        "connector: datahup",
                        "job.yaml:10: unknown sink connector 'datahup'; available: "),
                Arguments.of(
                        "print-identifier: ",
                        "print-identifer: ",
                        "job.yaml:6: route of public.t: 'print-identifer' is no option of connector"
                                + " 'print'; did you mean 'print-identifier'?"),
                Arguments.of(
                        "connector: print",
                        "connector: datahub",
                        "job.yaml:6: route of public.t: "),
                Arguments.of(
                        "v: STRING",
                        "v: MAP<STRING, STRING>",
                        "job.yaml:8: 'route[1].columns.v' has the type 'MAP<STRING'"),
                Arguments.of(
                        "v: STRING",
                        "v: ARRAY<INT>",
                        "job.yaml:6: Column 'v' has type ARRAY<INT>, which changes cannot be"),
                Arguments.of(
                        "type: log",
                        "type: lgo",
                        "job.yaml:13: 'dead-letter.type' = 'lgo' is not known, use one of "),
                Arguments.of(
                        "type: log",
                        "type: kafka\n  topic: t\n  properties.bootstrap.servers: x",
                        "job.yaml:14: 'dead-letter.topic' is 't', which the job itself reads"));
    }

    @ParameterizedTest
    @MethodSource("badJobs")
    void badJobsEndWithTwoAndOneLine(String right, String wrong, String message)
            throws IOException {
        assertThat(JOB).contains(right);
        String job = file("job.yaml", JOB.replace(right, wrong));

        assertThat(spillway("run", job, "--explain")).isEqualTo(2);

        assertThat(err.toString().lines()).anyMatch(line -> line.startsWith("error: " + message));
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(spillway("run", "no.yaml", "--verbose")).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: file not found").contains("\tat ");
    }

    @Test
    void explainShowsThePlanWithoutSecrets() throws IOException {
        environment.put("TOKEN", "hush-hush");

        assertThat(spillway("run", file("job.yaml", JOB), "--explain")).isZero();

        assertThat(out.toString())
                .contains("read     kafka t from earliest-offset, unbounded")
                .contains("route    public.t (key id; 2 columns) -> print: ")
                .contains("refused  -> type=log")
                .doesNotContain("hush-hush");
    }

    @Test
    void aScriptRunsToItsEnd() throws IOException {
        Path target = directory.resolve("rows");
        environment.put("TARGET", target.toString());
        String script =
                file(
                        "ok.sql",
                        """
                        SET 'parallelism.default' = '1';
                        -- the rows; of the test
                        CREATE TABLE sunk (id INT, v STRING) WITH ('connector' = 'blackhole');
                        INSERT INTO sunk
                          VALUES (1, 'a;b'), (2, '${env:TARGET}');
                        RESET 'parallelism.default';
                        """);

        assertThat(spillway("sql", script)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("ok.sql:4: INSERT INTO sunk: done in ");
    }

    @Test
    void aFailingStatementIsNamedAndEndsTheScript() throws IOException {
        environment.put("TOKEN", "hush-hush");
        String script =
                file(
                        "bad.sql",
                        """
                        CREATE TABLE sunk (id INT) WITH ('connector' = 'blackhole');

                        INSERT INTO sunk
                          SELECT '${env:TOKEN}';
                        CREATE TABLE never (id INT) WITH ('connector' = 'blackhole');
                        """);

        assertThat(spillway("sql", script, "--verbose")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: bad.sql:3: INSERT INTO sunk failed: ")
                .doesNotContain("hush-hush");
    }

    @Test
    void aStatementThatFailsWhileItRunsEndsWithOne() throws IOException {
        String script =
                file(
                        "run.sql",
                        """
                        CREATE TABLE sunk (id INT) WITH ('connector' = 'blackhole');
                        INSERT INTO sunk SELECT CAST(v AS INT) FROM (VALUES ('1'), ('x')) t(v);
                        """);

        assertThat(spillway("sql", script)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: run.sql:2: INSERT INTO sunk SELECT CAST(v AS INT)")
                .contains("For input string: 'x'");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void aScriptWithAMissingVariableIsBadInput() throws IOException {
        String script = file("env.sql", "SELECT 1;\nSELECT '${env:NOT_THERE}';\n");

        assertThat(spillway("sql", script)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: env.sql:2: environment variable NOT_THERE is not set");
    }
}
