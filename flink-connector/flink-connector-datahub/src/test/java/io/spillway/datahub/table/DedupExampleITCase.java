/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.datahub.LocalDataHubExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The documented query that drops duplicates does. */
class DedupExampleITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String MARK = "<!-- example: drop duplicates -->\n```sql\n";

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject(WrittenTables.PROJECT);
    }

    @Test
    void eachRowComesOnceThoughRepliesWereLost() throws Exception {
        WrittenTables tables =
                new WrittenTables(DATAHUB.hub()).tuple(2, "id:BIGINT", "amount:BIGINT");
        tables.table(
                "written",
                "id BIGINT, amount BIGINT",
                "'sink.dedup-attributes' = 'true', 'sink.batch.max-rows' = '10'");
        DATAHUB.hub().faults().closeConnectionAfterPut(3);
        tables.run(
                "INSERT INTO written VALUES "
                        + LongStream.range(0, 100)
                                .mapToObj(i -> "(" + i + ", " + i % 7 + ")")
                                .collect(Collectors.joining(", ")));
        assertThat(tables.records()).hasSizeGreaterThan(100);

        tables.table(
                "orders",
                "id BIGINT, amount BIGINT, attributes MAP<STRING, STRING> METADATA VIRTUAL, "
                        + "seen AS PROCTIME()",
                "'scan.bounded.mode' = 'latest'");
        tables.sql.executeSql(example());
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result =
                tables.sql.executeSql("SELECT id, amount FROM orders_once").collect()) {
            result.forEachRemaining(rows::add);
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 100).mapToObj(i -> Row.of(i, i % 7)).toList());
    }

    private static String example() throws Exception {
        String document = Files.readString(Path.of("../../docs/datahub.md"));
        int begin = document.indexOf(MARK) + MARK.length();
        assertThat(begin).isGreaterThan(MARK.length());
        return document.substring(begin, document.indexOf("```", begin));
    }
}
