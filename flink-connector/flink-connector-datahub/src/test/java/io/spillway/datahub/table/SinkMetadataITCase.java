/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import io.spillway.local.datahub.topic.TopicSchema;
import io.spillway.local.datahub.topic.TopicSpec;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attributes and keys as columns that are written, and where they send a record. */
class SinkMetadataITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String COLUMNS =
            "id BIGINT, "
                    + "attrs MAP<STRING, STRING> METADATA FROM 'attributes', "
                    + "pkey STRING METADATA FROM 'partition-key', "
                    + "hkey STRING METADATA FROM 'hash-key', "
                    + "shard STRING METADATA FROM 'shard-id'";

    private WrittenTables tables;

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject(WrittenTables.PROJECT);
    }

    @BeforeEach
    void newTables() {
        tables = new WrittenTables(DATAHUB.hub());
    }

    @Test
    void attributesAreWrittenWithTheRecord() throws Exception {
        tables.tuple(1, "id:BIGINT");
        tables.table("t", COLUMNS, "");
        tables.run(
                "INSERT INTO t (id, attrs) VALUES (1, MAP['straße', '世界', 'n', '']), "
                        + "(2, CAST(NULL AS MAP<STRING, STRING>))");
        assertThat(tables.records())
                .extracting(StoredRecord::attributes)
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .containsOnly(entry("straße", "世界"), entry("n", "")),
                        second -> assertThat(second).isEmpty());
    }

    @Test
    void theShardAskedForIsStrongerThanAHashKeyAndThatThanAPartitionKey() throws Exception {
        tables.tuple(4, "id:BIGINT");
        tables.table("t", COLUMNS, "");
        tables.run(
                "INSERT INTO t (id, pkey, hkey, shard) VALUES "
                        + "(1, 'x', '00000000000000000000000000000000', '2'), "
                        + "(2, 'x', '7000000000000000000000000000000f', CAST(NULL AS STRING)), "
                        + "(3, 'x', 'C0000000000000000000000000000000', CAST(NULL AS STRING)), "
                        + "(4, 'x', CAST(NULL AS STRING), CAST(NULL AS STRING)), "
                        + "(5, 'x', CAST(NULL AS STRING), CAST(NULL AS STRING))");
        var shards =
                tables.records().stream()
                        .collect(
                                Collectors.toMap(
                                        record -> record.values().get(0), StoredRecord::shardId));
        assertThat(shards)
                .containsEntry("1", "2")
                .containsEntry("2", "1")
                .containsEntry("3", "3")
                // the MD5 of "x" begins with 9d
                .containsEntry("4", "2")
                .containsEntry("5", "2");
    }

    @Test
    void aPartitionKeyIsStrongerThanThePrimaryKey() throws Exception {
        tables.tuple(8, "id:BIGINT");
        tables.table("t", COLUMNS + ", PRIMARY KEY (id) NOT ENFORCED", "");
        tables.run(
                "INSERT INTO t (id, pkey) SELECT id, 'same' FROM (VALUES "
                        + "(CAST(1 AS BIGINT)), (2), (3), (4), (5), (6), (7), (8), (9)) AS v(id)");
        assertThat(tables.records()).hasSize(9).extracting(StoredRecord::shardId).containsOnly("2");
    }

    @Test
    void hashFieldsChooseOneShardEachInExtendModeToo() throws Exception {
        DATAHUB.hub()
                .createTopic(
                        WrittenTables.PROJECT,
                        tables.topic,
                        new TopicSpec(
                                4,
                                1,
                                TopicSchema.tuple(LocalDataHub.tuple("k:STRING", "n:BIGINT")),
                                false,
                                true,
                                null,
                                ""));
        tables.table("t", "k STRING, n BIGINT", "'sink.hash-fields' = 'k'");
        String rows =
                IntStream.range(0, 160)
                        .mapToObj(i -> "('k" + i % 16 + "', " + i + ")")
                        .collect(Collectors.joining(", "));
        tables.run("INSERT INTO t VALUES " + rows);
        DATAHUB.hub().extendShards(WrittenTables.PROJECT, tables.topic, 2);
        Map<String, Set<String>> before = shardsOfKeys();
        tables.run("INSERT INTO t VALUES " + rows);

        assertThat(before).hasSize(16).allSatisfy((key, on) -> assertThat(on).hasSize(1));
        assertThat(before.values().stream().flatMap(Set::stream).distinct().count())
                .isBetween(2L, 4L);
        shardsOfKeys()
                .forEach(
                        (key, on) -> {
                            Set<String> moved = new HashSet<>(on);
                            moved.removeAll(before.get(key));
                            assertThat(moved)
                                    .as("where else %s is", key)
                                    .isSubsetOf("4", "5")
                                    .hasSizeLessThan(2);
                        });
    }

    private Map<String, Set<String>> shardsOfKeys() {
        return tables.records().stream()
                .collect(
                        Collectors.groupingBy(
                                record -> record.values().get(0),
                                Collectors.mapping(StoredRecord::shardId, Collectors.toSet())));
    }

    @Test
    void aShardThatDoesNotExistAndAHashKeyThatIsNoneAreRefused() {
        tables.tuple(2, "id:BIGINT");
        tables.table("t", COLUMNS, "");
        assertThatThrownBy(() -> tables.run("INSERT INTO t (id, shard) VALUES (1, '7')"))
                .hasStackTraceContaining("the record asks for shard 7");
        assertThatThrownBy(() -> tables.run("INSERT INTO t (id, hkey) VALUES (1, 'abc')"))
                .hasStackTraceContaining("A hash key has 32 hexadecimal digits");
        assertThat(tables.records()).isEmpty();
    }
}
