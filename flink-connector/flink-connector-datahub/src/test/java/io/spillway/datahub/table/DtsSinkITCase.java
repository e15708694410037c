/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.datahub.LocalDataHubExtension;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes in the layouts of Alibaba's Data Transmission Service. */
class DtsSinkITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final List<String> FLAGS =
            List.of(
                    "record_id",
                    "operation_flag",
                    "instance_id",
                    "db_name",
                    "table_name",
                    "utc_timestamp",
                    "before_flag",
                    "after_flag");

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
    void theNewerLayoutIsRecognisedByItsPrefix() throws Exception {
        tables.tuple(1, columns("new_dts_sync_dts_", "name:STRING", "total:BIGINT"));
        writeTotals();
        checkChanges(tables.values());
    }

    @Test
    void inTheOlderLayoutTheColumnsOfTheTableHaveAPrefixToo() throws Exception {
        tables.tuple(1, columns("dts_", "dts_name:STRING", "dts_total:BIGINT"));
        writeTotals();
        checkChanges(tables.values());
    }

    @Test
    void columnsThatAreMissingOrDeclaredTwiceAreNamed() {
        tables.tuple(1, "name:STRING", "total:BIGINT");
        tables.table("totals", "name STRING, total BIGINT", "'sink.changelog' = 'dts'");
        assertThatThrownBy(() -> tables.run("INSERT INTO totals VALUES ('a', 1)"))
                .hasStackTraceContaining("neither 'new_dts_sync_dts_operation_flag' nor");

        WrittenTables partly =
                new WrittenTables(DATAHUB.hub())
                        .tuple(1, "name:STRING", "new_dts_sync_dts_operation_flag:STRING");
        partly.table("totals", "name STRING", "'sink.changelog' = 'dts'");
        assertThatThrownBy(() -> partly.run("INSERT INTO totals VALUES ('a')"))
                .hasStackTraceContaining("needs column 'new_dts_sync_dts_before_flag'");

        WrittenTables twice =
                new WrittenTables(DATAHUB.hub())
                        .tuple(1, columns("new_dts_sync_dts_", "name:STRING"));
        twice.table(
                "totals",
                "name STRING, new_dts_sync_dts_record_id STRING",
                "'sink.changelog' = 'dts'");
        assertThatThrownBy(() -> twice.run("INSERT INTO totals VALUES ('a', '1')"))
                .hasStackTraceContaining("is filled by sink.changelog = dts");
    }

    private void writeTotals() throws Exception {
        tables.table(
                "totals",
                "name STRING, total BIGINT, PRIMARY KEY (name) NOT ENFORCED",
                "'sink.changelog' = 'dts'");
        tables.run(
                "INSERT INTO totals SELECT n, COUNT(*) FROM "
                        + "(VALUES 'a', 'b', 'a') AS v(n) GROUP BY n");
    }

    /** Positions: 0 id, 1 operation, 5 time, 6 before, 7 after, 8 name, 9 total. */
    private static void checkChanges(List<List<String>> written) {
        long now = System.currentTimeMillis() / 1000;
        assertThat(written)
                .allSatisfy(
                        values -> {
                            assertThat(values.get(3)).isEqualTo("default_database");
                            assertThat(values.get(4)).isEqualTo("totals");
                            assertThat(Long.parseLong(values.get(5))).isBetween(now - 60, now);
                        });
        List<List<String>> ofA = written.stream().filter(v -> v.get(8).equals("a")).toList();
        assertThat(ofA)
                .extracting(v -> v.get(1) + v.get(6) + v.get(7) + v.get(9))
                .containsExactly("INY1", "UYN1", "UNY2");
        assertThat(ofA.get(2).get(0)).as("both rows of an update").isEqualTo(ofA.get(1).get(0));
        assertThat(Long.parseLong(ofA.get(1).get(0)))
                .isGreaterThan(Long.parseLong(ofA.get(0).get(0)));
    }

    private static String[] columns(String prefix, String... more) {
        return Stream.concat(FLAGS.stream().map(flag -> prefix + flag + ":STRING"), Stream.of(more))
                .toArray(String[]::new);
    }
}
