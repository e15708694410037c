/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.examples.Cli;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoArgumentsTest {

    @ParameterizedTest
    @CsvSource({
        "--changes, 0",
        "--changes, -5",
        "--changes, many",
        "--changes, 99999999999",
        "--poison, -1",
        "--parallelism, 0",
        "--parallelism, 1000",
        "--report, /no/such/folder/report.json",
        "--report, /",
        "--colour, red"
    })
    void aWrongArgumentIsToldInOneLine(String option, String value) {
        Cli.Outcome outcome = Cli.run(Map.of(), "demo", option, value);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errorLines()).hasSize(1);
        assertThat(outcome.err()).startsWith("error: ").contains(option);
    }

    @Test
    void theHelpNamesEveryOption() {
        Cli.Outcome outcome = Cli.run(Map.of(), "demo", "--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("--changes", "--poison", "--parallelism", "--report", "--ui", "--keep")
                .contains("20000");
    }
}
