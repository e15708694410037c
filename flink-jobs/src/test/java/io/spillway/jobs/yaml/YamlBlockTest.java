/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.spillway.jobs.input.BadInputException;
import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a file, and what is said of one that is wrong. */
class YamlBlockTest {

    private enum Mode {
        FAST,
        VERY_SLOW
    }

    private final Problems problems = new Problems("job.yaml");

    @Test
    void readsValuesByTheirKinds() {
        YamlBlock block =
                parse(
                        """
                        name: orders
                        count: 7
                        wait: 90 s
                        mode: Very-Slow
                        tags: [a, b]
                        one: c
                        nested:
                          deep: x
                        list:
                          - n: 1
                          - n: 2
                        """);
        assertThat(block.requiredValue("name").orElseThrow().text()).isEqualTo("orders");
        assertThat(block.integer("count", 1)).hasValue(7);
        assertThat(block.duration("wait")).contains(Duration.ofSeconds(90));
        assertThat(block.choice("mode", Mode.class)).contains(Mode.VERY_SLOW);
        assertThat(block.values("tags")).extracting(YamlValue::text).containsExactly("a", "b");
        assertThat(block.values("one")).extracting(YamlValue::text).containsExactly("c");
        YamlBlock nested = block.requiredBlock("nested").orElseThrow();
        assertThat(nested.value("deep").orElseThrow().line()).isEqualTo(8);
        assertThat(block.blocks("list")).extracting(YamlBlock::line).containsExactly(10, 11);
        block.finish();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void whatIsNotThereIsEmptyAndNoProblem() {
        YamlBlock block = parse("a: 1");
        block.value("a");
        assertThat(block.value("b")).isEmpty();
        assertThat(block.integer("b", 0)).isEmpty();
        assertThat(block.duration("b")).isEmpty();
        assertThat(block.choice("b", Mode.class)).isEmpty();
        assertThat(block.block("b")).isEmpty();
        assertThat(block.blocks("b")).isEmpty();
        assertThat(block.values("b")).isEmpty();
        block.finish();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void everyProblemIsToldWithItsLineInTheOrderOfTheFile() {
        YamlBlock block =
                parse(
                        """
                        count: 0
                        wait: 10
                        mode: very-slwo
                        nested: word
                        list: word
                        single: [1]
                        empty:
                        """);
        block.value("empty");
        block.value("single");
        block.blocks("list");
        block.block("nested");
        block.choice("mode", Mode.class);
        block.duration("wait");
        block.integer("count", 1);
        assertThat(told())
                .containsExactly(
                        "job.yaml:1: 'count' must be a whole number from 1, is '0'",
                        "job.yaml:2: 'wait' must be a duration such as 500 ms, 10 s or 1 min, is"
                                + " '10'",
                        "job.yaml:3: 'mode' must be one of fast, very-slow, is 'very-slwo'; did you"
                                + " mean 'very-slow'?",
                        "job.yaml:4: 'nested' must be a mapping, is 'word'",
                        "job.yaml:5: 'list' must be a list, is 'word'",
                        "job.yaml:6: 'single' must be a single value, is a list",
                        "job.yaml:7: 'empty' has no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "10", "soon", "-1 s", "10 fortnights"})
    void aDurationIsMoreThanNothingAndHasAUnit(String text) {
        assertThat(parse("wait: " + text).duration("wait")).isEmpty();
        assertThat(told()).singleElement().asString().contains("'wait' must be a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "many", "99999999999", "2"})
    void aNumberIsWholeAndNotTooSmall(String text) {
        assertThat(parse("count: " + text).integer("count", 3)).isEmpty();
        assertThat(told()).singleElement().asString().contains("a whole number from 3");
    }

    @Test
    void unknownKeysAreRefusedWithWhatWasMeant() {
        YamlBlock block = parse("tpoic: a\nother: b");
        block.value("topic");
        block.requiredValue("project");
        block.finish();
        assertThat(told())
                .containsExactly(
                        "job.yaml:1: 'project' is missing",
                        "job.yaml:1: unknown key 'tpoic'; did you mean 'topic'?",
                        "job.yaml:2: unknown key 'other'; known: project, topic");
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        parse("a: 1\nb: 2\na: 3");
        assertThat(told())
                .containsExactly("job.yaml:3: 'a' is given twice; the first is in line 1");
    }

    @Test
    void secretsOfTheEnvironmentAreNeverShown() {
        YamlBlock block = parse("count: ${env:COUNT}", Map.of("COUNT", "hidden-word"));
        assertThat(block.value("count").orElseThrow().text()).isEqualTo("hidden-word");
        assertThat(block.value("count").orElseThrow()).hasToString("${env:COUNT}");
        block.integer("count", 1);
        assertThat(told()).singleElement().asString().doesNotContain("hidden-word");
    }

    @Test
    void aReferenceToWhatIsNotSetIsAProblem() {
        assertThat(parse("count: ${env:NOT_SET}").value("count")).isEmpty();
        assertThat(told()).singleElement().asString().contains("'count'").contains("NOT_SET");
    }

    @Test
    void flattenedKeysAreThoseOfFlinksConfiguration() {
        YamlBlock flat =
                parse(
                                """
                                table:
                                  exec:
                                    mini-batch: true
                                table.local-time-zone: UTC
                                dirs: [a, b]
                                """)
                        .flattened();
        Map<String, YamlValue> options = flat.options("");
        assertThat(options.keySet())
                .containsExactly("table.exec.mini-batch", "table.local-time-zone", "dirs");
        assertThat(options.get("dirs").text()).isEqualTo("a;b");
        flat.finish();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aKeyNestedAndDottedIsGivenTwice() {
        parse("a:\n  b: 1\na.b: 2").flattened();
        assertThat(told())
                .containsExactly("job.yaml:3: 'a.b' is given twice; the first is in line 2");
    }

    @Test
    void optionsAreThoseOfAPrefixThatNobodyAskedFor() {
        YamlBlock block = parse("kafka.a: 1\nkafka.b: 2\nother: 3");
        block.value("kafka.a");
        assertThat(block.options("kafka.").entrySet())
                .extracting(option -> entry(option.getKey(), option.getValue().text()))
                .containsExactly(entry("kafka.b", "2"));
    }

    @Test
    void whatIsNoYamlIsRefusedAtOnce() {
        assertThatThrownBy(() -> parse("a: [1"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> YamlFile.parse("x.yaml", "- 1", none(), new Problems("x.yaml")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("a job is a mapping");
    }

    private YamlBlock parse(String text) {
        return parse(text, Map.of());
    }

    private YamlBlock parse(String text, Map<String, String> environment) {
        return YamlFile.parse("job.yaml", text, new EnvReferences(environment), problems);
    }

    private static EnvReferences none() {
        return new EnvReferences(Map.of());
    }

    private List<String> told() {
        try {
            problems.throwIfAny();
            return List.of();
        } catch (BadInputException e) {
            return e.getMessage().lines().toList();
        }
    }
}
