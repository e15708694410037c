/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.examples.Cli;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it: the real programs, and the job file of the examples. */
class DemoITCase {

    private static final int POISON_OF_EVERY_KIND = 14;

    @TempDir private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyChangeArrivesAndEveryPoisonRecordBecomesALetter() throws Exception {
        Path file = folder.resolve("report.json");

        Cli.Outcome outcome =
                Cli.run(
                        Map.of(),
                        "demo",
                        "--changes",
                        "2000",
                        "--poison",
                        Integer.toString(POISON_OF_EVERY_KIND),
                        "--report",
                        file.toString());

        assertThat(outcome.exitCode()).as("%s%n%s", outcome.out(), outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("started it again from checkpoint")
                .contains("OK: every change arrived, every poison record is a dead letter.");
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "changes",
                        "applied",
                        "duplicates",
                        "deadLetters",
                        "lost",
                        "wrong",
                        "restarts",
                        "seconds",
                        "changesPerSecond");
        assertThat(report.path("changes").asLong()).isEqualTo(2000);
        assertThat(report.path("applied").asLong()).isEqualTo(2000);
        assertThat(report.path("deadLetters").asLong()).isEqualTo(POISON_OF_EVERY_KIND);
        assertThat(report.path("lost").asLong(-1)).isZero();
        assertThat(report.path("wrong").asLong(-1)).isZero();
        assertThat(report.path("restarts").asInt()).isEqualTo(1);
        assertThat(report.path("seconds").asDouble()).isPositive();
        assertThat(report.path("changesPerSecond").asLong()).isPositive();
    }
}
