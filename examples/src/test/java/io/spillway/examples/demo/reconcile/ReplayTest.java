/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.examples.demo.table.ColumnKind;
import io.spillway.examples.demo.table.SourceColumn;
import io.spillway.examples.demo.table.SourceTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final SourceTable TABLE =
            new SourceTable(
                    "things",
                    List.of(
                            new SourceColumn("id", ColumnKind.BIGINT, false, false),
                            new SourceColumn("price", ColumnKind.DECIMAL, true, true)),
                    false);

    private final Replay replay = new Replay(TABLE);

    @Test
    void addsChangesUpToRows() {
        add("1", "10.50", 100, "+I");
        add("2", null, 101, "+I");
        add("1", "10.50", 102, "-U");
        add("1", "11", 102, "+U");
        add("3", "1", 103, "+I");
        add("3", null, 104, "-D");

        assertThat(replay.applied()).isEqualTo(5);
        assertThat(replay.deliveries()).isEqualTo(5);
        assertThat(replay.rows())
                .containsOnlyKeys(1L, 2L)
                .containsEntry(1L, row(1L, new java.math.BigDecimal("11")))
                .containsEntry(2L, row(2L, null));
        assertThat(replay.suspectKeys()).isEmpty();
    }

    @Test
    void aRepeatedStretchCountsAsDuplicatesAndChangesNothing() {
        add("1", "1", 100, "+I");
        add("1", "2", 101, "+U");
        add("1", null, 102, "-D");
        add("1", "2", 101, "+U");
        add("1", null, 102, "-D");

        assertThat(replay.applied()).isEqualTo(3);
        assertThat(replay.deliveries()).isEqualTo(5);
        assertThat(replay.rows()).isEmpty();
        assertThat(replay.suspectKeys()).isEmpty();
    }

    @Test
    void anOlderChangeAtTheEndIsSuspectThoughItDoesNotWin() {
        add("1", "1", 100, "+I");
        add("1", "2", 101, "+U");
        add("1", "1", 100, "+I");

        assertThat(replay.rows()).containsEntry(1L, row(1L, new java.math.BigDecimal("2")));
        assertThat(replay.suspectKeys()).containsExactly(1L);
    }

    @Test
    void valuesOfAnotherTypeAndChangesWithoutPositionAreSuspect() {
        add("1", "ten", 100, "+I");
        replay.add(new String[] {"2", "1", null, "+I"}, 0);
        replay.add(new String[] {"3", "1", "103", null}, 0);

        assertThat(replay.suspectKeys()).hasSize(3).contains(1L);
        assertThat(replay.applied()).isEqualTo(1);
    }

    private void add(String id, String price, long lsn, String op) {
        replay.add(new String[] {"ignored", id, price, Long.toString(lsn), op}, 1);
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
