/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.lookup;

import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sql.SqlText;
import java.time.Instant;
import java.time.ZoneId;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;

/** A value of a key in SQL. */
@FunctionalInterface
interface KeyLiteral {

    /** Null if no row can have the value. */
    @Nullable
    String of(RowData key, int index);

    /**
     * @param precision of the database
     * @param zone of times without one
     * @throws ValidationException if values of this type cannot be compared
     */
    static KeyLiteral of(LogicalType type, TimestampPrecision precision, ZoneId zone) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> (key, i) -> SqlText.string(key.getString(i).toString());
            case BOOLEAN -> (key, i) -> Boolean.toString(key.getBoolean(i));
            case TINYINT -> (key, i) -> Byte.toString(key.getByte(i));
            case SMALLINT -> (key, i) -> Short.toString(key.getShort(i));
            case INTEGER -> (key, i) -> Integer.toString(key.getInt(i));
            case BIGINT -> (key, i) -> Long.toString(key.getLong(i));
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield (key, i) ->
                        key.getDecimal(i, decimal.getPrecision(), decimal.getScale())
                                .toBigDecimal()
                                .toPlainString();
            }
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                int digits = ((LocalZonedTimestampType) type).getPrecision();
                yield (key, i) -> time(key.getTimestamp(i, digits).toInstant(), precision);
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                int digits = ((TimestampType) type).getPrecision();
                yield (key, i) ->
                        time(
                                key.getTimestamp(i, digits)
                                        .toLocalDateTime()
                                        .atZone(zone)
                                        .toInstant(),
                                precision);
            }
            default ->
                    throw new ValidationException(
                            "Columns of type "
                                    + type.asSummaryString()
                                    + " cannot be looked up by: TDengine has no exact comparison for"
                                    + " them.");
        };
    }

    /** No row has a time finer than the database's precision. */
    @Nullable
    private static String time(Instant time, TimestampPrecision precision) {
        long count = precision.countAtOrAfter(time);
        return precision.countAtOrAfter(time.plusNanos(1)) == count ? null : Long.toString(count);
    }
}
