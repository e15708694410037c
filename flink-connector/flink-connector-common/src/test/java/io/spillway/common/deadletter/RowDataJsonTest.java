/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class RowDataJsonTest {

    @Test
    void showsEveryKindOfColumn() {
        RowType type =
                row(
                        DataTypes.FIELD("text", DataTypes.STRING()),
                        DataTypes.FIELD("price", DataTypes.DECIMAL(20, 3)),
                        DataTypes.FIELD("big", DataTypes.BIGINT()),
                        DataTypes.FIELD("half", DataTypes.DOUBLE()),
                        DataTypes.FIELD("yes", DataTypes.BOOLEAN()),
                        DataTypes.FIELD("local", DataTypes.TIMESTAMP(6)),
                        DataTypes.FIELD("instant", DataTypes.TIMESTAMP_LTZ(3)),
                        DataTypes.FIELD("bytes", DataTypes.BYTES()),
                        DataTypes.FIELD("nothing", DataTypes.INT()));
        RowData row =
                GenericRowData.of(
                        StringData.fromString("a \"b\"\n\u00fc"),
                        DecimalData.fromBigDecimal(new BigDecimal("12345678901234567.890"), 20, 3),
                        Long.MAX_VALUE,
                        0.5,
                        true,
                        TimestampData.fromLocalDateTime(
                                LocalDateTime.parse("2026-01-02T03:04:05.000006")),
                        TimestampData.fromInstant(Instant.parse("2026-01-02T03:04:05.007Z")),
                        new byte[] {1, 2, (byte) 0xff},
                        null);
        assertThat(text(new RowDataJson(type, null), row))
                .isEqualTo(
                        "{\"text\":\"a \\\"b\\\"\\n\u00fc\",\"price\":12345678901234567.890,"
                                + "\"big\":9223372036854775807,\"half\":0.5,\"yes\":true,"
                                + "\"local\":\"2026-01-02T03:04:05.000006\","
                                + "\"instant\":\"2026-01-02T03:04:05.007Z\","
                                + "\"bytes\":\"AQL/\",\"nothing\":null}");
    }

    @Test
    void showsTheOperationWhereRowsAreChanges() {
        RowDataJson json = new RowDataJson(row(DataTypes.FIELD("id", DataTypes.INT())), "op");
        GenericRowData row = GenericRowData.ofKind(RowKind.UPDATE_BEFORE, 7);
        assertThat(text(json, row)).isEqualTo("{\"id\":7,\"op\":\"-U\"}");
    }

    private static RowType row(DataTypes.Field... fields) {
        DataType type = DataTypes.ROW(fields);
        return (RowType) type.getLogicalType();
    }

    private static String text(RowDataJson json, RowData row) {
        return new String(json.write(row), StandardCharsets.UTF_8);
    }
}
