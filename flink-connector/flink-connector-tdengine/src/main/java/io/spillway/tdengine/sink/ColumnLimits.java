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
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.flink.annotation.Internal;

/** What columns can hold. Messages name the column and the limit, never the value. */
@Internal
final class ColumnLimits {

    private static final int MAX_JSON_BYTES = 4095;
    private static final int MAX_BLOB_BYTES = 4 * 1024 * 1024;
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final int NANOS_PER_MICRO = 1000;
    private static final int MICROS_PER_MILLI = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final TimestampPrecision precision;

    /**
     * @param precision the database's
     */
    ColumnLimits(TimestampPrecision precision) {
        this.precision = precision;
    }

    void checkLong(TargetColumn column, long value) throws RecordException {
        boolean fits =
                switch (column.type()) {
                    case BOOL -> value == 0 || value == 1;
                    case TINYINT -> value == (byte) value;
                    case SMALLINT -> value == (short) value;
                    case INT -> value == (int) value;
                    case UTINYINT -> value >>> 8 == 0;
                    case USMALLINT -> value >>> 16 == 0;
                    case UINT -> value >>> 32 == 0;
                    default -> true;
                };
        if (!fits) {
            throw outOfRange(column);
        }
    }

    void checkDouble(TargetColumn column, double value) throws RecordException {
        if (column.type() == TDengineType.FLOAT
                && Float.isInfinite((float) value)
                && !Double.isInfinite(value)) {
            throw outOfRange(column);
        }
    }

    /** A decimal for a column of integers. */
    long toInteger(TargetColumn column, BigDecimal value) throws RecordException {
        BigInteger integer;
        try {
            integer = value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new RecordException(
                    "ValueOutOfRange",
                    "Column '"
                            + column.name()
                            + "' is "
                            + column.type()
                            + ", the value has digits after the point");
        }
        boolean unsignedLong = column.type() == TDengineType.UBIGINT;
        if (unsignedLong
                ? integer.signum() < 0 || integer.compareTo(TWO_64) >= 0
                : integer.bitLength() >= Long.SIZE) {
            throw outOfRange(column);
        }
        long bits = integer.longValue();
        checkLong(column, bits);
        return bits;
    }

    /** A decimal with the scale of its column. */
    BigDecimal scaled(TargetColumn column, BigDecimal value) throws RecordException {
        BigDecimal scaled;
        try {
            scaled = value.setScale(column.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw decimalDoesNotFit(column);
        }
        if (scaled.precision() > column.digits()) {
            throw decimalDoesNotFit(column);
        }
        return scaled;
    }

    /** A point in time in the database's precision. */
    long toTimestamp(TargetColumn column, long epochMillis, int nanosOfMilli)
            throws RecordException {
        try {
            return switch (precision) {
                case MILLIS -> epochMillis;
                case MICROS ->
                        Math.addExact(
                                Math.multiplyExact(epochMillis, MICROS_PER_MILLI),
                                nanosOfMilli / NANOS_PER_MICRO);
                case NANOS ->
                        Math.addExact(
                                Math.multiplyExact(epochMillis, NANOS_PER_MILLI), nanosOfMilli);
            };
        } catch (ArithmeticException e) {
            throw new RecordException(
                    "ValueOutOfRange",
                    "Column '"
                            + column.name()
                            + "' counts "
                            + precision.symbol()
                            + " and cannot hold so distant a time");
        }
    }

    void checkLength(TargetColumn column, byte[] value, int offset, int length)
            throws RecordException {
        int max =
                switch (column.type()) {
                    case JSON -> MAX_JSON_BYTES;
                    case BLOB -> MAX_BLOB_BYTES;
                    default -> column.length();
                };
        if (length <= max) {
            return;
        }
        if (column.type() == TDengineType.NCHAR) {
            int characters = characters(value, offset, length);
            if (characters > max) {
                throw tooLong(column, max, "characters", characters);
            }
            return;
        }
        throw tooLong(column, max, "bytes", length);
    }

    private static int characters(byte[] utf8, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if ((utf8[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    private static RecordException tooLong(TargetColumn column, int max, String unit, int actual) {
        return new RecordException(
                "ValueTooLong",
                "Column '"
                        + column.name()
                        + "' takes at most "
                        + max
                        + " "
                        + unit
                        + ", the value has "
                        + actual);
    }

    private static RecordException outOfRange(TargetColumn column) {
        return new RecordException(
                "ValueOutOfRange",
                "Column '" + column.name() + "' is " + column.type() + ", the value does not fit");
    }

    private static RecordException decimalDoesNotFit(TargetColumn column) {
        return new RecordException(
                "ValueOutOfRange",
                "Column '"
                        + column.name()
                        + "' is DECIMAL("
                        + column.digits()
                        + ", "
                        + column.scale()
                        + "), the value does not fit without rounding");
    }
}
