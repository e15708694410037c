/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static io.spillway.tdengine.sink.Rows.delete;
import static io.spillway.tdengine.sink.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sink.Batch.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left of a batch when only the last row of each key is kept. */
class BatchTest {

    @Test
    void rowsAreGroupedByTableInOrderOfTimestamps() {
        Batch batch =
                batch(
                        row("b", 3, 1, ""),
                        row("a", 5, 1, ""),
                        row("b", 1, 1, ""),
                        row("a", 7, 1, ""));
        assertThat(batch.upserts()).extracting(TableRows::table).containsExactly("b", "a");
        assertThat(timestamps(batch, 0)).containsExactly(1L, 3L);
        assertThat(timestamps(batch, 1)).containsExactly(5L, 7L);
        assertThat(batch.deletes()).isEmpty();
    }

    @Test
    void theLastOfEqualTimestampsWinsAndItsNullsStay() {
        SinkRow last = row("a", 1, null, "x");
        Batch batch = batch(row("a", 1, 1, "a"), row("a", 2, 2, "b"), last, row("b", 1, 3, "c"));
        assertThat(batch.upserts().get(0).rows().get(0)).isSameAs(last);
        assertThat(last.isNull(1)).isTrue();
        assertThat(timestamps(batch, 0)).containsExactly(1L, 2L);
        assertThat(timestamps(batch, 1)).containsExactly(1L);
    }

    @Test
    void upsertsAndDeletesHaveNoKeyInCommon() {
        Batch batch =
                batch(
                        row("a", 1, 1, ""),
                        delete("a", 1),
                        delete("a", 2),
                        row("a", 2, 2, ""),
                        delete("b", 1));
        assertThat(timestamps(batch, 0)).containsExactly(2L);
        assertThat(batch.upserts()).hasSize(1);
        assertThat(batch.deletes())
                .extracting(SinkRow::table, SinkRow::timestamp)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 1L),
                        org.assertj.core.groups.Tuple.tuple("b", 1L));
    }

    @Test
    void tagsComeFromTheFirstOrLastRowThatIsWritten() {
        SinkRow first = row("a", 9, 1, "", 1, false);
        SinkRow last = row("a", 3, 1, "", 2, false);
        TableRows rows =
                batch(delete("a", 1), first, row("a", 9, 2, ""), last, delete("a", 2))
                        .upserts()
                        .get(0);
        assertThat(rows.first()).isSameAs(first);
        assertThat(rows.last()).isSameAs(last);
    }

    @Test
    void rowsWithTheSameTimestampDifferByTheCompositeKey() throws Exception {
        for (TargetColumn key :
                List.of(
                        TargetColumn.of("k", TDengineType.INT),
                        TargetColumn.of("k", TDengineType.VARCHAR, 10))) {
            RowLayout layout =
                    new RowLayout(
                            new TargetTable(
                                    "db",
                                    "t",
                                    false,
                                    TimestampPrecision.MILLIS,
                                    List.of(TargetColumn.of("ts", TDengineType.TIMESTAMP), key),
                                    0,
                                    1));
            RowEncoder encoder = new RowEncoder(layout, null);
            List<SinkRow> rows = new ArrayList<>();
            for (int k : new int[] {5, 4, 5}) {
                encoder.reset();
                encoder.setLong(0, 1);
                if (key.type() == TDengineType.INT) {
                    encoder.setLong(1, k);
                } else {
                    encoder.setString(1, "k" + k);
                }
                rows.add(encoder.toRow(null));
            }
            assertThat(Batch.of(rows, layout).upserts().get(0).rows())
                    .containsExactly(rows.get(1), rows.get(2));
        }
    }

    @Test
    void anyMixOfRowsEndsAsIfWrittenOneByOne() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<SinkRow> rows = new ArrayList<>();
            Map<String, SinkRow> expected = new HashMap<>();
            for (int i = 0; i < 50; i++) {
                String table = "t" + random.nextInt(3);
                long ts = random.nextInt(12);
                SinkRow row = random.nextInt(4) == 0 ? delete(table, ts) : row(table, ts, i, "n");
                rows.add(row);
                expected.put(table + ts, row);
            }
            Batch batch = Batch.of(rows, Rows.LAYOUT);
            Map<String, SinkRow> actual = new HashMap<>();
            batch.deletes().forEach(row -> actual.put(row.table() + row.timestamp(), row));
            for (TableRows table : batch.upserts()) {
                assertThat(table.rows()).extracting(SinkRow::timestamp).isSorted();
                table.rows().forEach(row -> actual.put(row.table() + row.timestamp(), row));
            }
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static Batch batch(SinkRow... rows) {
        return Batch.of(List.of(rows), Rows.LAYOUT);
    }

    private static List<Long> timestamps(Batch batch, int table) {
        return batch.upserts().get(table).rows().stream().map(SinkRow::timestamp).toList();
    }
}
