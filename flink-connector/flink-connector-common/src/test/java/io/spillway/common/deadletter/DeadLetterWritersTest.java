/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterWritersTest {

    private static final Map<String, String> KAFKA =
            Map.of(
                    "connector", "datahub",
                    "on-error", "dead-letter",
                    "dead-letter.type", "kafka",
                    "dead-letter.topic", "orders.dlt",
                    "dead-letter.properties.bootstrap.servers", "localhost:9092");

    @Test
    void nothingSetMeansFail() {
        assertThat(policy(Map.of("connector", "datahub"))).isEqualTo(ErrorPolicy.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"fail,FAIL", "ignore,IGNORE", "IGNORE,IGNORE"})
    void onErrorAloneNeedsNoTarget(String value, ErrorHandling handling) {
        ErrorPolicy policy = policy(Map.of("on-error", value));
        assertThat(policy.handling()).isEqualTo(handling);
        assertThat(policy.letters()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"log", "kafka", "filesystem"})
    void everyTargetIsFoundAndTravelsToTheTasks(String type) throws Exception {
        Map<String, String> options = new TreeMap<>(Map.of("on-error", "dead-letter"));
        options.put("dead-letter.type", type);
        if (type.equals("kafka")) {
            options.putAll(KAFKA);
        } else if (type.equals("filesystem")) {
            options.put("dead-letter.path", "file:///tmp/letters");
        }
        ErrorPolicy policy = InstantiationUtil.clone(policy(options));

        assertThat(policy.handling()).isEqualTo(ErrorHandling.DEAD_LETTER);
        assertThat(policy.letters().createWriter()).isNotNull();
    }

    @Test
    void flinksOwnOptionsAreUnderstood() {
        assertThat(
                        DeadLetterWriters.resolve(
                                Configuration.fromMap(KAFKA), getClass().getClassLoader()))
                .isPresent();
    }

    @Test
    void unknownOnErrorIsRefused() {
        refused(
                with(Map.of(), "on-error", "skip"),
                "'on-error' = 'skip'",
                "[fail, dead-letter, ignore]");
    }

    @Test
    void deadLetterNeedsAType() {
        refused(
                Map.of("on-error", "dead-letter"),
                "needs 'dead-letter.type'",
                "[filesystem, kafka, log]");
    }

    @Test
    void unknownTypesListTheKnownOnes() {
        refused(
                with(KAFKA, "dead-letter.type", "kafak"),
                "'dead-letter.type' = 'kafak'",
                "[filesystem, kafka, log]",
                "did you mean 'kafka'?");
    }

    @Test
    void targetWithoutOnErrorIsRefused() {
        refused(
                Map.of("dead-letter.type", "log"),
                "'dead-letter.type' has no effect without 'on-error' = 'dead-letter'");
    }

    @Test
    void missingOptionsAreNamed() {
        refused(with(KAFKA, "dead-letter.topic", null), "needs 'dead-letter.topic'");
        refused(
                with(KAFKA, "dead-letter.properties.bootstrap.servers", null),
                "needs 'dead-letter.properties.bootstrap.servers'");
    }

    @Test
    void unknownOptionsAreNamedWithASuggestion() {
        refused(
                with(KAFKA, "dead-letter.topci", "x"),
                "'dead-letter.topci' is not an option",
                "did you mean 'topic'?");
        refused(
                Map.of(
                        "on-error", "dead-letter",
                        "dead-letter.type", "log",
                        "dead-letter.include-payloads", "true"),
                "did you mean 'include-payload'?");
    }

    @Test
    void optionsThatCouldLoseLettersAreRefused() {
        refused(
                with(KAFKA, "dead-letter.properties.acks", "1"),
                "'dead-letter.properties.acks' = '1' could lose letters");
        refused(
                with(KAFKA, "dead-letter.properties.transactional.id", "t"),
                "'dead-letter.properties.transactional.id' cannot be set");
    }

    @Test
    void valuesKafkaRefusesAreRefusedWhereTheJobIsPlanned() {
        refused(
                with(KAFKA, "dead-letter.properties.linger.ms", "soon"),
                "'dead-letter.properties.linger.ms' is wrong");
        refused(with(KAFKA, "dead-letter.topic", "no spaces"), "'dead-letter.topic' = 'no spaces'");
    }

    @Test
    void secretsOfTheTargetAreNeverShown() {
        Map<String, String> options = new TreeMap<>(KAFKA);
        options.put("dead-letter.properties.sasl.jaas.config", "x required password=\"hunter2\";");
        options.put("dead-letter.properties.ssl.key.password", "hunter2");

        assertThat(policy(options).toString())
                .contains("orders.dlt", "localhost:9092")
                .doesNotContain("hunter2");

        options.put("dead-letter.properties.linger.ms", "soon");
        assertThatThrownBy(() -> policy(options)).hasMessageNotContaining("hunter2");
    }

    private static void refused(Map<String, String> options, String... parts) {
        assertThatThrownBy(() -> policy(options))
                .isInstanceOf(ValidationException.class)
                .hasMessageContainingAll(parts)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    private static ErrorPolicy policy(Map<String, String> options) {
        return DeadLetterWriters.policy(options, DeadLetterWritersTest.class.getClassLoader());
    }

    private static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> changed = new TreeMap<>(options);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return changed;
    }
}
