/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.sink.RowOutput;
import io.spillway.tdengine.sink.TargetColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Writes one field of rows, which is not NULL, to one column. */
@Internal
interface CellWriter {

    void write(RowData row, int field, RowOutput output, int column) throws RecordException;

    /**
     * @param zone of timestamps without one
     * @throws ValidationException if values of the type cannot be written to the column without
     *     loss
     */
    static CellWriter of(LogicalType type, TargetColumn target, ZoneId zone) {
        TDengineType column = target.type();
        CellWriter writer =
                switch (type.getTypeRoot()) {
                    case BOOLEAN ->
                            column == TDengineType.BOOL
                                    ? (row, f, out, c) -> out.setBoolean(c, row.getBoolean(f))
                                    : null;
                    case TINYINT ->
                            isInteger(column)
                                    ? (row, f, out, c) -> out.setLong(c, row.getByte(f))
                                    : null;
                    case SMALLINT ->
                            isInteger(column)
                                    ? (row, f, out, c) -> out.setLong(c, row.getShort(f))
                                    : null;
                    case INTEGER ->
                            isInteger(column)
                                    ? (row, f, out, c) -> out.setLong(c, row.getInt(f))
                                    : null;
                    case BIGINT -> bigint(target);
                    case FLOAT ->
                            column == TDengineType.FLOAT || column == TDengineType.DOUBLE
                                    ? (row, f, out, c) -> out.setDouble(c, row.getFloat(f))
                                    : null;
                    case DOUBLE ->
                            column == TDengineType.DOUBLE
                                    ? (row, f, out, c) -> out.setDouble(c, row.getDouble(f))
                                    : null;
                    case DECIMAL -> decimal((DecimalType) type, column);
                    case CHAR, VARCHAR ->
                            isText(column)
                                    ? (row, f, out, c) ->
                                            out.setBytes(c, row.getString(f).toBytes())
                                    : null;
                    case BINARY, VARBINARY ->
                            column.isVariable() && !isText(column)
                                    ? (row, f, out, c) -> out.setBytes(c, row.getBinary(f))
                                    : null;
                    case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                            column == TDengineType.TIMESTAMP ? instant(type) : null;
                    case TIMESTAMP_WITHOUT_TIME_ZONE ->
                            column == TDengineType.TIMESTAMP ? local(type, zone) : null;
                    default -> null;
                };
        if (writer == null) {
            throw new ValidationException(
                    "Column '"
                            + target.name()
                            + "' is "
                            + target.type()
                            + " in TDengine and cannot take "
                            + type.asSummaryString()
                            + "; cast it in the query, or declare it otherwise.");
        }
        return writer;
    }

    private static boolean isInteger(TDengineType type) {
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT, UBIGINT -> true;
            default -> false;
        };
    }

    private static boolean isText(TDengineType type) {
        return type == TDengineType.VARCHAR
                || type == TDengineType.NCHAR
                || type == TDengineType.JSON;
    }

    /** Null if the column takes none. */
    private static CellWriter bigint(TargetColumn target) {
        TDengineType column = target.type();
        if (column == TDengineType.UBIGINT) {
            return (row, f, out, c) -> {
                long value = row.getLong(f);
                if (value < 0) {
                    throw new RecordException(
                            "ValueOutOfRange",
                            "Column '" + target.name() + "' is UBIGINT, the value is negative");
                }
                out.setLong(c, value);
            };
        }
        // a timestamp as the number the server counts
        return isInteger(column) || column == TDengineType.TIMESTAMP
                ? (row, f, out, c) -> out.setLong(c, row.getLong(f))
                : null;
    }

    private static CellWriter decimal(DecimalType type, TDengineType column) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        boolean takes =
                column == TDengineType.DECIMAL64
                        || column == TDengineType.DECIMAL128
                        || scale == 0 && isInteger(column);
        return takes
                ? (row, f, out, c) ->
                        out.setDecimal(c, row.getDecimal(f, precision, scale).toBigDecimal())
                : null;
    }

    private static CellWriter instant(LogicalType type) {
        int precision = SinkDefinition.digits(type);
        return (row, f, out, c) -> {
            TimestampData value = row.getTimestamp(f, precision);
            out.setTimestamp(c, value.getMillisecond(), value.getNanoOfMillisecond());
        };
    }

    private static CellWriter local(LogicalType type, ZoneId zone) {
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            return instant(type);
        }
        int precision = SinkDefinition.digits(type);
        return (row, f, out, c) -> {
            TimestampData value = row.getTimestamp(f, precision);
            Instant instant = value.toLocalDateTime().atZone(zone).toInstant();
            out.setTimestamp(c, instant.toEpochMilli(), value.getNanoOfMillisecond());
        };
    }
}
