/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Reads a cell that is not NULL into Flink's internal form. */
@Internal
@FunctionalInterface
interface CellReader {

    Object read(DataBlock block, int column, int row);

    /**
     * The reader of a column.
     *
     * @param type one that {@link TypeMapping#readable} allows for the field
     * @param zone of times without one
     */
    static CellReader of(Field field, TimestampPrecision precision, LogicalType type, ZoneId zone) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> (block, column, row) -> block.getLong(column, row) != 0;
            case TINYINT -> (block, column, row) -> (byte) block.getLong(column, row);
            case SMALLINT -> (block, column, row) -> (short) block.getLong(column, row);
            case INTEGER -> (block, column, row) -> (int) block.getLong(column, row);
            case BIGINT -> DataBlock::getLong;
            case FLOAT -> (block, column, row) -> (float) block.getDouble(column, row);
            case DOUBLE -> DataBlock::getDouble;
            case CHAR, VARCHAR ->
                    (block, column, row) -> block.mapBytes(column, row, StringData::fromBytes);
            case BINARY, VARBINARY -> DataBlock::getBytes;
            case DECIMAL -> decimal(field, (DecimalType) type);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    (block, column, row) -> instant(block.getLong(column, row), precision);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> local(precision, zone.getRules());
            default ->
                    throw new IllegalArgumentException(
                            "No reading of " + field.type() + " as " + type.asSummaryString());
        };
    }

    private static CellReader decimal(Field field, DecimalType type) {
        int digits = type.getPrecision();
        int scale = type.getScale();
        if (field.type() == TDengineType.UBIGINT) {
            return (block, column, row) ->
                    DecimalData.fromBigDecimal(unsigned(block.getLong(column, row)), digits, scale);
        }
        return (block, column, row) ->
                DecimalData.fromBigDecimal(block.getDecimal(column, row), digits, scale);
    }

    private static BigDecimal unsigned(long bits) {
        if (bits >= 0) {
            return BigDecimal.valueOf(bits);
        }
        return new BigDecimal(BigInteger.valueOf(bits & Long.MAX_VALUE).setBit(Long.SIZE - 1));
    }

    private static CellReader local(TimestampPrecision precision, ZoneRules rules) {
        if (rules.isFixedOffset()) {
            long shift = rules.getOffset(Instant.EPOCH).getTotalSeconds() * precision.perSecond();
            return (block, column, row) ->
                    instant(Math.addExact(block.getLong(column, row), shift), precision);
        }
        return (block, column, row) -> {
            Instant instant = instant(block.getLong(column, row), precision).toInstant();
            return TimestampData.fromLocalDateTime(
                    LocalDateTime.ofInstant(instant, rules.getOffset(instant)));
        };
    }

    /** A count of a timestamp. */
    static TimestampData instant(long count, TimestampPrecision precision) {
        return switch (precision) {
            case MILLIS -> TimestampData.fromEpochMillis(count);
            case MICROS ->
                    TimestampData.fromEpochMillis(
                            Math.floorDiv(count, 1_000L), Math.floorMod(count, 1_000) * 1_000);
            case NANOS ->
                    TimestampData.fromEpochMillis(
                            Math.floorDiv(count, 1_000_000L), Math.floorMod(count, 1_000_000));
        };
    }
}
