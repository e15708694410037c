/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.jobs.input.BadInputException;
import io.spillway.jobs.input.EnvReferences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobConfigTest {

    private static final String GOOD =
            """
            pipeline:
              name: shop
              parallelism: 2
              checkpoint-interval: 1 s
              unrouted: ignore
              flink:
                state.backend.type: rocksdb
                execution: {checkpointing: {timeout: 5 min}}
            source:
              connector: kafka
              topic: shop.public.customers; shop.public.orders
              properties.bootstrap.servers: ${env:BOOTSTRAP}
              properties: {client.id: me}
              scan.bounded.mode: latest-offset
            route:
              - source-table: public.customers
                sink: {topic: customers}
                primary-key: [id]
                columns:
                  id: BIGINT
                  amount: DECIMAL(10, 2)
                  source_lsn: BIGINT METADATA FROM 'lsn'
            sink:
              connector: print
              print-identifier: ${env:TOKEN}
              topic: other
            dead-letter:
              type: log
            """;

    private static JobConfig parse(String yaml) {
        return JobConfig.parse(
                "job.yaml",
                yaml,
                new EnvReferences(Map.of("BOOTSTRAP", "h:1", "TOKEN", "hush-hush")));
    }

    @Test
    void aWholeJob() {
        JobConfig job = parse(GOOD);

        assertThat(job.pipeline().name()).isEqualTo("shop");
        assertThat(job.pipeline().parallelism()).hasValue(2);
        assertThat(job.pipeline().checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(job.pipeline().unrouted()).isEqualTo(ErrorHandling.IGNORE);
        assertThat(job.pipeline().truncate()).isEqualTo(ErrorHandling.DEAD_LETTER);
        assertThat(job.pipeline().flink().toMap())
                .containsEntry("state.backend.type", "rocksdb")
                .containsEntry("execution.checkpointing.timeout", "5 min");
        assertThat(job.source().topics())
                .containsExactly("shop.public.customers", "shop.public.orders");
        assertThat(job.source().properties())
                .containsEntry("bootstrap.servers", "h:1")
                .containsEntry("client.id", "me")
                .containsEntry("group.id", "spillway-shop");
        assertThat(job.source().bounded()).isEqualTo(SourceConfig.Bounded.LATEST_OFFSET);
        assertThat(job.source().onError()).isEqualTo(ErrorHandling.DEAD_LETTER);
        RouteConfig route = job.routes().get(0);
        assertThat(route.table()).hasToString("public.customers");
        assertThat(route.sink().toMap())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("topic", "customers", "print-identifier", "hush-hush"));
        assertThat(route.columns())
                .extracting(c -> c.name() + " " + c.type().asSummaryString() + " " + c.metadata())
                .containsExactly(
                        "id BIGINT NOT NULL null",
                        "amount DECIMAL(10, 2) null",
                        "source_lsn BIGINT LSN");
    }

    @Test
    void whatCameFromTheEnvironmentIsNotPrinted() {
        assertThat(parse(GOOD).toString()).doesNotContain("hush-hush");
    }

    @Test
    void theSmallestJobHasDefaults() {
        JobConfig job =
                parse(
                        """
                        source: {connector: kafka, topic: t, properties.bootstrap.servers: h}
                        route: [{source-table: t, primary-key: id, columns: {id: INT}}]
                        sink: {connector: print}
                        """);

        assertThat(job.pipeline().name()).isEqualTo("job");
        assertThat(job.pipeline().parallelism()).isEmpty();
        assertThat(job.source().onError()).isEqualTo(ErrorHandling.FAIL);
        assertThat(job.source().startup()).isEqualTo(SourceConfig.Startup.EARLIEST_OFFSET);
        assertThat(job.routes().get(0).table().schema()).isEmpty();
    }

    static List<Arguments> mistakes() {
        return List.of(
                mistake(
                        "  parallelism: 2",
                        "  paralelism: 2",
                        "3: unknown key 'pipeline.paralelism'; did you mean 'parallelism'?"),
                mistake(
                        "  parallelism: 2",
                        "  zzzzzz: 2",
                        "3: unknown key 'pipeline.zzzzzz'; known: checkpoint-interval, flink, name,"
                                + " parallelism, truncate, unrouted"),
                mistake(
                        "  parallelism: 2",
                        "  parallelism: two",
                        "3: 'pipeline.parallelism' must be a whole number from 1, is 'two'"),
                mistake(
                        "  parallelism: 2",
                        "  parallelism: 0",
                        "3: 'pipeline.parallelism' must be a whole number from 1, is '0'"),
                mistake(
                        "  parallelism: 2",
                        "  parallelism:",
                        "3: 'pipeline.parallelism' has no value"),
                mistake(
                        "  parallelism: 2",
                        "  parallelism: [2]",
                        "3: 'pipeline.parallelism' must be a single value, is a list"),
                mistake(
                        "  parallelism: 2",
                        "  name: again",
                        "3: 'pipeline.name' is given twice; the first is in line 2"),
                mistake(
                        "interval: 1 s",
                        "interval: soon",
                        "4: 'pipeline.checkpoint-interval' must be a duration such as 500 ms, 10 s"
                                + " or 1 min, is 'soon'"),
                mistake(
                        "unrouted: ignore",
                        "unrouted: ignor",
                        "5: 'pipeline.unrouted' must be one of fail, dead-letter, ignore, is"
                                + " 'ignor'; did you mean 'ignore'?"),
                mistake(
                        "connector: kafka",
                        "connector: kafak",
                        "10: 'source.connector' is unknown: 'kafak'; available: kafka; did you mean"
                                + " 'kafka'?"),
                mistake(
                        "  topic: shop",
                        "  topic-pattern: a(b\n  topic: shop",
                        "12: 'source.topic' or 'source.topic-pattern' must be given, and only one of"
                                + " them",
                        "11: 'source.topic-pattern' is no regular expression: Unclosed group"),
                mistake(
                        "${env:BOOTSTRAP}",
                        "${env:NOWHERE}",
                        "12: 'source.properties.bootstrap.servers': environment variable NOWHERE is"
                                + " not set; set it, or write ${env:NOWHERE:-default}"),
                mistake(
                        "  properties.bootstrap.servers: ${env:BOOTSTRAP}\n",
                        "",
                        "10: 'source.properties.bootstrap.servers' is missing"),
                mistake(
                        "client.id: me",
                        "bootstrap.servers: me",
                        "13: 'source.properties.bootstrap.servers' is given twice; the first is in"
                                + " line 12"),
                mistake(
                        "scan.bounded.mode: latest-offset",
                        "scan.startup.mode: timestamp",
                        "14: 'source.scan.startup.mode' belongs together: scan.startup.mode ="
                                + " timestamp and scan.startup.timestamp-millis"),
                mistake(
                        "source-table: public.customers",
                        "source-tabel: public.customers",
                        "16: 'route[1].source-table' is missing",
                        "16: unknown key 'route[1].source-tabel'; did you mean 'source-table'?"),
                mistake(
                        "primary-key: [id]",
                        "primary-key: [uid]",
                        "18: 'route[1].primary-key' names 'uid', which is no column of the row;"
                                + " columns: id, amount"),
                mistake(
                        "    primary-key: [id]\n",
                        "",
                        "16: 'route[1].primary-key' must name at least one column"),
                mistake(
                        "      id: BIGINT",
                        "      id: BIGNIT",
                        "20: 'route[1].columns.id' has no Flink SQL type: 'BIGNIT'; did you mean"
                                + " 'BIGINT'?"),
                mistake(
                        "amount: DECIMAL(10, 2)",
                        "amount: DECIMAL(10, 2) NOT NULL",
                        "21: 'route[1].columns.amount' cannot be NOT NULL: a delete carries the"
                                + " primary key only, all other columns are NULL then"),
                mistake(
                        "METADATA FROM 'lsn'",
                        "METADATA FROM 'lns'",
                        "22: 'route[1].columns.source_lsn' names unknown metadata 'lns'; did you"
                                + " mean 'lsn'?"),
                mistake(
                        "source_lsn: BIGINT",
                        "source_lsn: STRING",
                        "22: 'route[1].columns.source_lsn' holds metadata 'lsn', which is BIGINT,"
                                + " not STRING"),
                mistake(
                        "dead-letter:\n  type: log\n",
                        "dead-letter:\n  topic: x\n",
                        "28: 'dead-letter.type' is missing"),
                mistake(
                        "sink:\n  connector: print",
                        "sinc:\n  connector: print",
                        "1: 'sink' is missing",
                        "23: unknown key 'sinc'; did you mean 'sink'?"),
                mistake(
                        "route:\n",
                        "route: all\nroutes:\n",
                        "15: 'route' must be a list, is 'all'",
                        "15: 'route' must be a list with at least one '- source-table: ...'",
                        "16: unknown key 'routes'; did you mean 'route'?"),
                mistake(
                        "  name: shop",
                        "  name: [shop",
                        "3: not valid YAML: expected ',' or ']', but got :"));
    }

    private static Arguments mistake(String right, String wrong, String... messages) {
        return Arguments.of(right, wrong, messages == null ? List.of() : List.of(messages));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everyMistakeIsNamedWithItsLine(String right, String wrong, List<String> messages) {
        assertThat(GOOD).contains(right);
        BadInputException refused =
                catchThrowableOfType(
                        BadInputException.class, () -> parse(GOOD.replace(right, wrong)));

        assertThat(refused).isNotNull();
        assertThat(refused.problems())
                .containsExactlyInAnyOrderElementsOf(
                        messages.stream().map(m -> "job.yaml:" + m).toList());
    }

    @Test
    void allMistakesAreReportedTogetherInOrder() {
        BadInputException refused =
                catchThrowableOfType(
                        BadInputException.class,
                        () ->
                                parse(
                                        GOOD.replace("parallelism: 2", "parallelism: x")
                                                .replace("id: BIGINT", "id: BIGNIT")
                                                .replace("${env:TOKEN}", "${env:NOTOKEN}")));

        assertThat(refused.problems()).hasSize(3);
        assertThat(refused.problems().get(0)).startsWith("job.yaml:3:");
        assertThat(refused.problems().get(1)).startsWith("job.yaml:20:");
        assertThat(refused.problems().get(2)).startsWith("job.yaml:25:");
    }

    @Test
    void aTypeCutByAFlowMappingIsExplained() {
        BadInputException refused =
                catchThrowableOfType(
                        BadInputException.class,
                        () ->
                                parse(
                                        """
                                        source: {connector: kafka, topic: t, properties.bootstrap.servers: h}
                                        route: [{source-table: t, primary-key: id, columns: {id: INT, a: DECIMAL(10, 2)}}]
                                        sink: {connector: print}
                                        """));

        assertThat(refused.problems())
                .contains(
                        "job.yaml:2: 'route[1].columns.a' has the type 'DECIMAL(10'; put a type"
                                + " that contains a comma in quotes");
    }

    @Test
    void aTableHasOneRoute() {
        String route = GOOD.substring(GOOD.indexOf("  - source-table"), GOOD.indexOf("sink:\n"));
        BadInputException refused =
                catchThrowableOfType(
                        BadInputException.class, () -> parse(GOOD.replace(route, route + route)));

        assertThat(refused.problems())
                .containsExactly(
                        "job.yaml:23: 'route[2].source-table' 'public.customers' already has a"
                                + " route, in line 16");
    }
}
