/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/** Rows of a super table of measurements, ready for the writers below the sink. */
final class Rows {

    static final TargetColumn[] COLUMNS = {
        TargetColumn.of("ts", TDengineType.TIMESTAMP),
        TargetColumn.of("v", TDengineType.INT),
        TargetColumn.of("note", TDengineType.VARCHAR, 16),
        TargetColumn.of("gid", TDengineType.INT).asTag()
    };
    static final RowLayout LAYOUT = new RowLayout(target(TimestampPrecision.MILLIS, COLUMNS));

    private static final RowEncoder ENCODER = new RowEncoder(LAYOUT, null);

    private Rows() {}

    static TargetTable target(TimestampPrecision precision, TargetColumn... columns) {
        return new TargetTable("db", "st", true, precision, List.of(columns), 0, -1);
    }

    static SinkRow row(String table, long ts, @Nullable Integer v, @Nullable String note) {
        return row(table, ts, v, note, 1, false);
    }

    static SinkRow delete(String table, long ts) {
        return row(table, ts, null, null, null, true);
    }

    static synchronized SinkRow row(
            String table,
            long ts,
            @Nullable Integer v,
            @Nullable String note,
            @Nullable Integer gid,
            boolean delete) {
        ENCODER.reset();
        try {
            ENCODER.setTable(table);
            ENCODER.setLong(0, ts);
            if (v != null) {
                ENCODER.setLong(1, v);
            }
            if (note != null) {
                ENCODER.setString(2, note);
            }
            if (gid != null) {
                ENCODER.setLong(3, gid);
            }
            if (delete) {
                ENCODER.delete();
            }
            return ENCODER.toRow(null);
        } catch (RecordException e) {
            throw new AssertionError(e);
        }
    }

    /** Rows of one table with timestamps from 0. */
    static List<SinkRow> ascending(String table, int count) {
        return IntStream.range(0, count).mapToObj(i -> row(table, i, i, "n" + i)).toList();
    }
}
