/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.benchmarks.harness.Benchmark;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each benchmark runs and tells a ratio; nothing is said about its value. */
class BenchmarksITCase {

    @TempDir private Path folder;

    static Stream<String> names() {
        return Benchmarks.ALL.stream().map(Benchmark::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsWithAFewRecords(String name) throws Exception {
        Path json = folder.resolve("results.json");

        int exitCode =
                new CommandLine(new Benchmarks())
                        .execute(
                                name,
                                "--max-records=2000",
                                "--rounds=1",
                                "--warm-ups=0",
                                "--json=" + json);

        assertThat(exitCode).isZero();
        JsonNode outcomes = new ObjectMapper().readTree(json.toFile()).path("outcomes");
        assertThat(outcomes).isNotEmpty();
        for (JsonNode outcome : outcomes) {
            assertThat(outcome.path("rates"))
                    .isNotEmpty()
                    .allSatisfy(
                            rate ->
                                    assertThat(rate.path("recordsPerSecond").doubleValue())
                                            .isPositive());
            assertThat(outcome.path("ratios"))
                    .isNotEmpty()
                    .allSatisfy(
                            ratio ->
                                    // so few records may take less time than the processor's clock
                                    // can tell
                                    assertThat(
                                                    ratio.path("metric").asText().contains("CPU")
                                                            || ratio.path("ratio").isNumber())
                                            .isTrue());
        }
    }

    @Test
    void refusesANameItDoesNotKnow() {
        assertThat(new CommandLine(new Benchmarks()).execute("nonsense"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
