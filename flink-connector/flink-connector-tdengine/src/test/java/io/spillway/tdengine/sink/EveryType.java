/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A row with a value, or NULL, of every type. */
final class EveryType {

    static final List<TargetColumn> COLUMNS =
            List.of(
                    TargetColumn.of("ts", TDengineType.TIMESTAMP),
                    TargetColumn.of("b", TDengineType.BOOL),
                    TargetColumn.of("ti", TDengineType.TINYINT),
                    TargetColumn.of("si", TDengineType.SMALLINT),
                    TargetColumn.of("i", TDengineType.INT),
                    TargetColumn.of("bi", TDengineType.BIGINT),
                    TargetColumn.of("f", TDengineType.FLOAT),
                    TargetColumn.of("d", TDengineType.DOUBLE),
                    TargetColumn.of("vc", TDengineType.VARCHAR, 32),
                    TargetColumn.of("t2", TDengineType.TIMESTAMP),
                    TargetColumn.of("nc", TDengineType.NCHAR, 32),
                    TargetColumn.of("uti", TDengineType.UTINYINT),
                    TargetColumn.of("usi", TDengineType.USMALLINT),
                    TargetColumn.of("ui", TDengineType.UINT),
                    TargetColumn.of("ubi", TDengineType.UBIGINT),
                    TargetColumn.of("vb", TDengineType.VARBINARY, 16),
                    TargetColumn.of("g", TDengineType.GEOMETRY, 64),
                    TargetColumn.decimal("d64", 10, 2),
                    TargetColumn.decimal("d128", 38, 10),
                    TargetColumn.of("gid", TDengineType.INT).asTag(),
                    TargetColumn.of("loc", TDengineType.NCHAR, 32).asTag());

    /** POINT (1 2). */
    static final byte[] POINT =
            HexFormat.of().parseHex("0101000000000000000000f03f0000000000000040");

    static final String TEXT = "it's \"x\\y\" 中 %_\n{1},=";

    private EveryType() {}

    static RowLayout layout(TimestampPrecision precision, TDengineType... without) {
        List<TargetColumn> columns = new ArrayList<>(COLUMNS);
        for (TDengineType type : without) {
            columns.removeIf(c -> c.type() == type && !c.name().equals("ts"));
        }
        return new RowLayout(Rows.target(precision, columns.toArray(new TargetColumn[0])));
    }

    static SinkRow row(RowLayout layout, String table, long ts, String text)
            throws RecordException {
        RowEncoder out = new RowEncoder(layout, null);
        out.reset();
        out.setTable(table);
        out.setLong(0, ts);
        fill(out, layout.table().columns(), text);
        return out.toRow(null);
    }

    static SinkRow nulls(RowLayout layout, String table, long ts) throws RecordException {
        RowEncoder out = new RowEncoder(layout, null);
        out.reset();
        out.setTable(table);
        out.setLong(0, ts);
        return out.toRow(null);
    }

    /** Sets all cells but the timestamp. */
    static void fill(RowOutput out, List<TargetColumn> columns, String text)
            throws RecordException {
        for (int i = 0; i < columns.size(); i++) {
            switch (columns.get(i).name()) {
                case "ts" -> {}
                case "b" -> out.setBoolean(i, true);
                case "ti" -> out.setLong(i, -128);
                case "si" -> out.setLong(i, -32768);
                case "i" -> out.setLong(i, Integer.MIN_VALUE);
                case "bi" -> out.setLong(i, Long.MIN_VALUE + 1);
                case "f" -> out.setDouble(i, 1.5f);
                case "d" -> out.setDouble(i, -2.25e100);
                case "vc", "nc", "loc" -> out.setString(i, text);
                case "t2" -> out.setLong(i, 1);
                case "uti" -> out.setLong(i, 255);
                case "usi" -> out.setLong(i, 65535);
                case "ui" -> out.setLong(i, 4294967295L);
                case "ubi" -> out.setDecimal(i, new BigDecimal("18446744073709551615"));
                case "vb" -> out.setBytes(i, new byte[] {0, 1, (byte) 0xff, '\'', '\\'});
                case "g" -> out.setBytes(i, POINT);
                case "d64" -> out.setDecimal(i, new BigDecimal("-98.76"));
                case "d128" ->
                        out.setDecimal(
                                i, new BigDecimal("1234567890123456789012345678.0123456789"));
                case "gid" -> out.setLong(i, 7);
                case "json" -> out.setBytes(i, "{}".getBytes(StandardCharsets.UTF_8));
                default -> throw new AssertionError(columns.get(i).name());
            }
        }
    }
}
