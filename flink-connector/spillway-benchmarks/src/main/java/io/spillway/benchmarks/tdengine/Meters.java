/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.tdengine.data.BindRows;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The rows all benchmarks are about: readings of a hundred meters, a child table each, that come
 * ten of a meter at a time. Each client gets them in its own form.
 */
final class Meters {

    static final int TABLES = 100;

    /** Readings of one meter that come one after the other. */
    static final int BURST = 10;

    static final String TABLE = "meters";

    static final RowType TYPE =
            RowType.of(
                    new LogicalType[] {
                        new LocalZonedTimestampType(3),
                        new FloatType(),
                        new IntType(),
                        new DoubleType(),
                        VarCharType.STRING_TYPE,
                        VarCharType.STRING_TYPE,
                        VarCharType.STRING_TYPE,
                        new IntType()
                    },
                    new String[] {
                        "ts", "amps", "volts", "phase", "remark", "tbname", "location", "groupid"
                    });

    static final String COLUMNS = String.join(", ", TYPE.getFieldNames());

    private static final String DEFINITION =
            "(ts TIMESTAMP, amps FLOAT, volts INT, phase DOUBLE, remark VARCHAR(64))"
                    + " TAGS (location VARCHAR(32), groupid INT)";
    private static final long FIRST_MILLIS = 1_700_000_000_000L;
    private static final int REMARK_COUNT = 16;
    private static final String[] NAMES = texts(TABLES, "meter_%03d");
    private static final String[] LOCATIONS = texts(TABLES, "California.Street%03d");
    private static final String[] REMARKS = texts(REMARK_COUNT, "running, battery at %02d percent");
    private static final StringData[] NAME_DATA = data(NAMES);
    private static final StringData[] LOCATION_DATA = data(LOCATIONS);
    private static final StringData[] REMARK_DATA = data(REMARKS);
    private static final byte[][] LOCATION_BYTES = bytes(LOCATIONS);
    private static final byte[][] REMARK_BYTES = bytes(REMARKS);

    private Meters() {}

    static String createStatement(String database) {
        return "CREATE STABLE " + database + "." + TABLE + " " + DEFINITION;
    }

    /** For prepared statements of every client. */
    static String insertStatement(String database) {
        return "INSERT INTO "
                + database
                + "."
                + TABLE
                + " ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    }

    /** For tables of Flink. */
    static RowData row(long id) {
        int meter = meter(id);
        return GenericRowData.of(
                TimestampData.fromEpochMillis(FIRST_MILLIS + id),
                amps(id),
                volts(id),
                phase(id),
                REMARK_DATA[remark(id)],
                NAME_DATA[meter],
                LOCATION_DATA[meter],
                meter);
    }

    /** Reads each field of a row of Flink. */
    static long look(RowData row) {
        return row.getTimestamp(0, 3).getMillisecond()
                + (long) row.getFloat(1)
                + row.getInt(2)
                + (long) row.getDouble(3)
                + row.getString(4).toString().length()
                + row.getString(5).toString().length()
                + row.getString(6).toString().length()
                + row.getInt(7);
    }

    /** For the vendor's driver. */
    static void bind(long id, PreparedStatement statement) throws SQLException {
        int meter = meter(id);
        statement.setTimestamp(1, new Timestamp(FIRST_MILLIS + id));
        statement.setFloat(2, amps(id));
        statement.setInt(3, volts(id));
        statement.setDouble(4, phase(id));
        statement.setString(5, REMARKS[remark(id)]);
        statement.setString(6, NAMES[meter]);
        statement.setString(7, LOCATIONS[meter]);
        statement.setInt(8, meter);
        statement.addBatch();
    }

    /** For our client, which wants the rows of a table together. */
    static void bind(long from, long to, BindRows target) {
        for (long first = from; first < Math.min(to, from + (long) TABLES * BURST); ) {
            int meter = meter(first);
            target.startTable(NAMES[meter]);
            target.setBytes(6, LOCATION_BYTES[meter], 0, LOCATION_BYTES[meter].length);
            target.setLong(7, meter);
            for (long burst = first; burst < to; burst += (long) TABLES * BURST) {
                for (long id = burst; id < Math.min(to, burst + BURST); id++) {
                    byte[] remark = REMARK_BYTES[remark(id)];
                    target.startRow();
                    target.setLong(0, FIRST_MILLIS + id);
                    target.setDouble(1, amps(id));
                    target.setLong(2, volts(id));
                    target.setDouble(3, phase(id));
                    target.setBytes(4, remark, 0, remark.length);
                }
            }
            first += BURST;
        }
    }

    private static int meter(long id) {
        return (int) (id / BURST % TABLES);
    }

    private static float amps(long id) {
        return id % 1000 / 64f;
    }

    private static int volts(long id) {
        return 220 + (int) (id % 7);
    }

    private static double phase(long id) {
        return id % 360 / 360.0;
    }

    private static int remark(long id) {
        return (int) (id % REMARK_COUNT);
    }

    private static String[] texts(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).toArray(String[]::new);
    }

    private static byte[][] bytes(String[] texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    private static StringData[] data(String[] texts) {
        StringData[] data = new StringData[texts.length];
        byte[][] bytes = bytes(texts);
        for (int i = 0; i < texts.length; i++) {
            // in bytes, as rows have them when they come from a source
            data[i] = StringData.fromBytes(bytes[i]);
        }
        return data;
    }
}
