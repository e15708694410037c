/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.examples.Cli;
import io.spillway.local.datahub.LocalDataHub;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SQL scripts of the examples, run as the command line runs them. */
class SqlExampleITCase {

    private static final String SCRIPT = "sql/datahub-write-and-read.sql";

    private LocalDataHub dataHub;

    @BeforeEach
    void start() {
        dataHub = LocalDataHub.start();
        dataHub.createProject("examples");
        dataHub.createTopic(
                "examples",
                "readings",
                2,
                LocalDataHub.tuple(
                        "device:STRING", "taken_at:TIMESTAMP", "celsius:DOUBLE", "note:STRING"));
    }

    @AfterEach
    void close() {
        dataHub.close();
    }

    @Test
    void writesRowsAndReadsThemBack() {
        Cli.Outcome outcome = Cli.run(environment(dataHub.accessKeySecret()), "sql", SCRIPT);

        assertThat(outcome.exitCode()).as("%s%n%s", outcome.out(), outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(dataHub.records("examples", "readings"))
                .extracting(LocalDataHub.StoredRecord::values)
                .containsExactlyInAnyOrder(
                        List.of("boiler", "1767225600000001", "61.5", "first of the year"),
                        Arrays.asList("boiler", "1767225660000000", "62.25", null),
                        List.of("cellar", "1767225630000000", "-3.75", "brr ❄"),
                        Arrays.asList("cellar", "1767225690000000", null, "sensor off"));
        assertThat(outcome.out())
                .contains("2026-01-01 00:00:00.000001")
                .contains("brr ❄")
                .containsPattern("boiler \\|\\s+2 \\|\\s+2 \\|\\s+62.25 \\|\\s+1 \\|")
                .containsPattern("cellar \\|\\s+2 \\|\\s+1 \\|\\s+-3.75 \\|\\s+1 \\|");
    }

    @Test
    void aWrongSecretIsToldWithTheServicesOwnWord() {
        Cli.Outcome outcome = Cli.run(environment("not-the-secret-at-all"), "sql", SCRIPT);

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errorLines()).hasSize(1);
        assertThat(outcome.err()).contains("Unauthorized").doesNotContain("not-the-secret-at-all");
        assertThat(dataHub.recordCount("examples", "readings")).isZero();
    }

    @Test
    void aMissingVariableIsNamed() {
        Cli.Outcome outcome =
                Cli.run(Map.of("DATAHUB_ENDPOINT", dataHub.endpoint()), "sql", SCRIPT);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("DATAHUB_ACCESS_ID", "DATAHUB_ACCESS_KEY_SECRET");
    }

    private Map<String, String> environment(String secret) {
        return Map.of(
                "DATAHUB_ENDPOINT", dataHub.endpoint(),
                "DATAHUB_ACCESS_ID", dataHub.accessId(),
                "DATAHUB_ACCESS_KEY_SECRET", secret);
    }
}
