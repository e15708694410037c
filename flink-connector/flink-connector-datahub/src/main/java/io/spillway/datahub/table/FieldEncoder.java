/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;

/** Writes one non-null column of a row in the text form a topic's column has on the wire. */
@Internal
@FunctionalInterface
interface FieldEncoder {

    /** Bounds the service enforces on TIMESTAMP, microseconds since the epoch. */
    long MIN_TIMESTAMP_MICROS = -62_135_798_400_000_000L;

    long MAX_TIMESTAMP_MICROS = 253_402_271_999_000_000L;

    /** Most bytes of a STRING column. */
    int MAX_STRING_BYTES = 2 * 1024 * 1024;

    /**
     * @throws RecordException if the column cannot hold the value
     */
    void encode(RowData row, RecordEntryWriter out) throws RecordException;

    /**
     * The encoder of one column.
     *
     * @param index the column's index in the row
     * @param type the column's type in the table; matches {@code field} by {@link ColumnMapping}
     * @param field the column in the topic
     * @param timeZone of timestamps without a zone
     */
    static FieldEncoder of(int index, LogicalType type, RecordSchema.Field field, ZoneId timeZone) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> (row, out) -> out.addLong(row.getByte(index));
            case SMALLINT -> (row, out) -> out.addLong(row.getShort(index));
            case INTEGER -> (row, out) -> out.addLong(row.getInt(index));
            case BIGINT ->
                    field.type() == FieldType.TIMESTAMP
                            ? (row, out) -> out.addLong(timestamp(row.getLong(index), field))
                            : (row, out) -> out.addLong(row.getLong(index));
            case FLOAT ->
                    field.type() == FieldType.DOUBLE
                            ? (row, out) -> out.addDouble(row.getFloat(index))
                            : (row, out) -> out.addFloat(row.getFloat(index));
            case DOUBLE -> (row, out) -> out.addDouble(row.getDouble(index));
            case BOOLEAN -> (row, out) -> out.addBoolean(row.getBoolean(index));
            case CHAR, VARCHAR -> (row, out) -> text(row.getString(index).toBytes(), field, out);
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield (row, out) ->
                        out.addDecimal(
                                row.getDecimal(index, decimal.getPrecision(), decimal.getScale())
                                        .toBigDecimal());
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    timeZone.equals(ZoneOffset.UTC)
                            ? timestamp(index, ((TimestampType) type).getPrecision(), field)
                            : zoned(index, ((TimestampType) type).getPrecision(), field, timeZone);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    timestamp(index, ((LocalZonedTimestampType) type).getPrecision(), field);
            default -> throw new IllegalArgumentException("No encoding for " + type);
        };
    }

    private static void text(byte[] utf8, RecordSchema.Field field, RecordEntryWriter out)
            throws RecordException {
        if (utf8.length > MAX_STRING_BYTES) {
            throw refused(field, "a text of " + utf8.length + " bytes; the service takes 2 MB");
        }
        out.addText(utf8);
    }

    private static FieldEncoder timestamp(int index, int precision, RecordSchema.Field field) {
        return (row, out) -> out.addLong(micros(row.getTimestamp(index, precision), field));
    }

    private static FieldEncoder zoned(
            int index, int precision, RecordSchema.Field field, ZoneId timeZone) {
        return (row, out) ->
                out.addLong(
                        micros(
                                TimestampData.fromInstant(
                                        row.getTimestamp(index, precision)
                                                .toLocalDateTime()
                                                .atZone(timeZone)
                                                .toInstant()),
                                field));
    }

    private static long micros(TimestampData timestamp, RecordSchema.Field field)
            throws RecordException {
        int nanos = timestamp.getNanoOfMillisecond();
        if (nanos % 1000 != 0) {
            throw refused(field, "a timestamp with nanoseconds; the service keeps microseconds");
        }
        long millis = timestamp.getMillisecond();
        if (millis < MIN_TIMESTAMP_MICROS / 1000 || millis > MAX_TIMESTAMP_MICROS / 1000) {
            throw outOfRange(field);
        }
        return timestamp(millis * 1000 + nanos / 1000, field);
    }

    private static long timestamp(long micros, RecordSchema.Field field) throws RecordException {
        if (micros < MIN_TIMESTAMP_MICROS || micros > MAX_TIMESTAMP_MICROS) {
            throw outOfRange(field);
        }
        return micros;
    }

    private static RecordException outOfRange(RecordSchema.Field field) {
        return refused(
                field, "a timestamp outside years 1 to 9999, which the service does not take");
    }

    private static RecordException refused(RecordSchema.Field field, String reason) {
        return new RecordException("ValueRefused", "Column '" + field.name() + "' has " + reason);
    }
}
