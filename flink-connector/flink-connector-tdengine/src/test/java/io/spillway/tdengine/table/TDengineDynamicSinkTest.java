/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorPolicy;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/** Which changes a table asks the planner for. */
class TDengineDynamicSinkTest {

    private static final DataType TYPE =
            DataTypes.ROW(
                    DataTypes.FIELD("device", DataTypes.STRING()),
                    DataTypes.FIELD("ts", DataTypes.TIMESTAMP_LTZ(3)),
                    DataTypes.FIELD("v", DataTypes.INT()));
    private static final int[] NO_KEY = {};

    @Test
    void insertsStayInserts() {
        assertThat(mode(Map.of(), NO_KEY, ChangelogMode.insertOnly()))
                .isEqualTo(ChangelogMode.insertOnly());
    }

    @Test
    void aKeyOfTableAndTimestampNeedsNoRowBeforeAnUpdate() {
        Map<String, String> template = Map.of("sink.child-table", "d_${device}");
        assertThat(mode(template, new int[] {0, 1}, ChangelogMode.all()).getContainedKinds())
                .containsExactlyInAnyOrder(RowKind.INSERT, RowKind.UPDATE_AFTER, RowKind.DELETE);
        assertThat(mode(template, new int[] {0, 1, 2}, ChangelogMode.all()))
                .isNotEqualTo(ChangelogMode.all());
        assertThat(mode(Map.of(), new int[] {1}, ChangelogMode.all()))
                .as("one table, told apart by its timestamp")
                .isNotEqualTo(ChangelogMode.all());
    }

    @Test
    void anyOtherKeyNeedsIt() {
        Map<String, String> template = Map.of("sink.child-table", "d_${device}");
        for (int[] key : new int[][] {NO_KEY, {0}, {1}, {2}}) {
            assertThat(mode(template, key, ChangelogMode.all())).isEqualTo(ChangelogMode.all());
        }
    }

    @Test
    void ignoredDeletesNeedItNeither() {
        assertThat(
                        mode(Map.of("sink.ignore-delete", "true"), NO_KEY, ChangelogMode.all())
                                .contains(RowKind.UPDATE_BEFORE))
                .isFalse();
    }

    @Test
    void schemalessProtocolsCannotDelete() {
        assertThatThrownBy(
                        () -> mode(Map.of("sink.mode", "schemaless"), NO_KEY, ChangelogMode.all()))
                .hasMessageContaining("schemaless protocols cannot delete");
        assertThat(
                        mode(
                                Map.of("sink.mode", "schemaless", "sink.ignore-delete", "true"),
                                NO_KEY,
                                ChangelogMode.all()))
                .isNotNull();
    }

    private static ChangelogMode mode(
            Map<String, String> options, int[] primaryKey, ChangelogMode requested) {
        SinkSettings settings =
                new SinkSettings(
                        Configuration.fromMap(options),
                        () -> {
                            throw new AssertionError("connects when it is planned");
                        },
                        ErrorPolicy.FAIL,
                        ZoneOffset.UTC);
        return new TDengineDynamicSink(
                        settings,
                        new DeclaredColumns(
                                (RowType) TYPE.getLogicalType(), primaryKey, new int[] {0, 1, 2}))
                .getChangelogMode(requested);
    }
}
