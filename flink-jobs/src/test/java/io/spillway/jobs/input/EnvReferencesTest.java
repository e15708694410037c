/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvReferencesTest {

    private final List<String> problems = new ArrayList<>();
    private final EnvReferences references =
            new EnvReferences(Map.of("HOST", "db.local", "SECRET", "s3cr3t$1\\", "EMPTY", ""));

    @Test
    void valuesAreTakenAsTheyAre() {
        assertThat(references.resolve("a ${env:HOST}/${env:SECRET} ${env:EMPTY}.", problems::add))
                .isEqualTo("a db.local/s3cr3t$1\\ .");
        assertThat(problems).isEmpty();
    }

    @Test
    void defaultsStandInForMissingVariables() {
        assertThat(references.resolve("${env:NO:-x:-y}${env:NO:-}${env:HOST:-no}", problems::add))
                .isEqualTo("x:-ydb.local");
        assertThat(problems).isEmpty();
    }

    @Test
    void otherDollarsAreLeftAlone() {
        assertThat(references.resolve("$1 ${x} $${", problems::add)).isEqualTo("$1 ${x} $${");
    }

    @Test
    void missingVariablesAreNamedEachOnce() {
        references.resolve("${env:NO_1} ${env:HOST} ${env:NO_2}", problems::add);
        assertThat(problems)
                .containsExactly(
                        "environment variable NO_1 is not set; set it, or write"
                                + " ${env:NO_1:-default}",
                        "environment variable NO_2 is not set; set it, or write"
                                + " ${env:NO_2:-default}");
    }

    @Test
    void brokenReferencesAreRefused() {
        references.resolve("${env:A-B} ${env:HOST", problems::add);
        assertThat(problems)
                .containsExactly(
                        "'${env:A-B}' is no reference; write ${env:NAME} or ${env:NAME:-default}",
                        "'${env:HOST' is no reference; write ${env:NAME} or ${env:NAME:-default}");
    }

    @Test
    void resolvedValuesAreMasked() {
        references.resolve("${env:SECRET}", problems::add);
        assertThat(references.mask("login with s3cr3t$1\\ failed"))
                .isEqualTo("login with ${env:SECRET} failed");
        assertThat(references.mask("db.local was never used")).isEqualTo("db.local was never used");
    }

    @Test
    void onlySecretsAreMaskedInsideOfWords() {
        EnvReferences some = new EnvReferences(Map.of("PROJECT", "shop", "ACCESS_KEY", "k3y!x"));
        some.resolve("${env:PROJECT} ${env:ACCESS_KEY}", problems::add);
        assertThat(some.mask("workshop of shop.orders refused ak3y!xb"))
                .isEqualTo("workshop of ${env:PROJECT}.orders refused a${env:ACCESS_KEY}b");
    }
}
