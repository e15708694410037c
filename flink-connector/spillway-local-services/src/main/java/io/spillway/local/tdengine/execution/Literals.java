/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.sql.Insert.Cell;
import io.spillway.local.tdengine.value.JsonTags;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.TimePrecision;
import io.spillway.local.tdengine.value.TimestampText;
import io.spillway.local.tdengine.value.ValueTypes;
import io.spillway.local.tdengine.value.Wkt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import javax.annotation.Nullable;

/** Turns what an INSERT says into values of columns. */
final class Literals {

    private static final BigInteger UNSIGNED_LONG = BigInteger.ONE.shiftLeft(64);

    private static final int PLAIN_DIGITS = 18;

    private final String sql;
    private final ZoneId zone;
    private final TimePrecision precision;
    private final Clock clock;

    /**
     * @param sql the statement, for messages
     */
    Literals(String sql, ZoneId zone, TimePrecision precision, Clock clock) {
        this.sql = sql;
        this.zone = zone;
        this.precision = precision;
        this.clock = clock;
    }

    @Nullable
    Object convert(Cell cell, ColumnSpec column) throws TaosException {
        if (cell.kind() == Cell.Kind.NULL) {
            return null;
        }
        if (cell.kind() == Cell.Kind.PARAMETER) {
            throw complaint(cell, "? only used in stmt");
        }
        switch (column.type()) {
            case TIMESTAMP:
                return time(cell);
            case BOOL:
                return bool(cell);
            case TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT, UBIGINT:
                return integer(cell, column.type());
            case FLOAT:
                double single = real(cell, "illegal float data");
                if (Double.isFinite(single) && Float.isInfinite((float) single)) {
                    throw complaint(cell, "illegal float data");
                }
                return (float) single;
            case DOUBLE:
                return real(cell, "illegal double data");
            case DECIMAL, DECIMAL64:
                return decimal(cell, column);
            case VARBINARY, BLOB:
                return BoundValues.check(column, bytes(cell, column));
            case GEOMETRY:
                return geometry(cell, column);
            case JSON:
                return json(cell);
            default:
                return BoundValues.check(column, cell.text());
        }
    }

    private TaosException complaint(Cell cell, String reason) {
        return TaosErrors.insertSyntax(
                cell.kind() == Cell.Kind.STRING || sql.isEmpty()
                        ? cell.text()
                        : sql.substring(cell.position()),
                reason);
    }

    private Long time(Cell cell) throws TaosException {
        long shift = precision.fromNanos(cell.shiftNanos());
        switch (cell.kind()) {
            case NOW:
                return precision.now(clock) + shift;
            case TODAY:
                return precision.from(
                                LocalDate.ofInstant(clock.instant(), zone)
                                        .atStartOfDay(zone)
                                        .toInstant())
                        + shift;
            case STRING:
                Long time = TimestampText.parse(cell.text(), zone, precision);
                if (time == null) {
                    time = number(cell.text());
                }
                if (time == null) {
                    throw complaint(cell, "invalid timestamp");
                }
                return time + shift;
            default:
                Long value = number(cell.text());
                if (value == null) {
                    throw complaint(cell, "invalid timestamp");
                }
                return value + shift;
        }
    }

    @Nullable
    private static Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private Boolean bool(Cell cell) throws TaosException {
        switch (cell.text().toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                break;
        }
        BigDecimal number = decimalOf(cell.text());
        if (number == null) {
            throw complaint(cell, "invalid bool data");
        }
        return number.signum() != 0;
    }

    private Object integer(Cell cell, ValueType type) throws TaosException {
        if (cell.kind() == Cell.Kind.NUMBER && type.width() >= Integer.BYTES) {
            Object plain = plainInteger(cell.text(), type);
            if (plain != null) {
                return plain;
            }
        }
        String name = ValueTypes.name(type).toLowerCase(Locale.ROOT);
        if (ValueTypes.isUnsigned(type)) {
            name = "unsigned " + name.substring(0, name.indexOf(' '));
        }
        BigInteger value = integerOf(cell);
        if (value == null) {
            throw complaint(cell, "invalid " + name + " data");
        }
        Object converted = fit(value, type);
        if (converted == null) {
            boolean invalid =
                    type.width() == Long.BYTES || ValueTypes.isUnsigned(type) && value.signum() < 0;
            throw complaint(cell, invalid ? "invalid " + name + " data" : name + " data overflow");
        }
        return converted;
    }

    /** The common case, cheaply; null if the text is not that simple. */
    @Nullable
    private static Object plainInteger(String text, ValueType type) {
        int start = text.startsWith("-") ? 1 : 0;
        if (text.length() - start > PLAIN_DIGITS || text.length() == start) {
            return null;
        }
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            value = value * 10 + c - '0';
        }
        if (start == 1) {
            value = -value;
        }
        return switch (type) {
            case INT -> value == (int) value ? (Object) (int) value : null;
            case BIGINT -> value;
            case UINT -> value >>> 32 == 0 ? (Object) value : null;
            default -> null;
        };
    }

    @Nullable
    private static BigInteger integerOf(Cell cell) {
        if (cell.kind() == Cell.Kind.BOOL) {
            return null;
        }
        String text = cell.text().trim();
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                BigInteger value = new BigInteger(digits.substring(2), 16);
                return negative ? value.negate() : value;
            }
        } catch (NumberFormatException notHexadecimal) {
            return null;
        }
        BigDecimal number = decimalOf(text);
        return number == null ? null : number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    }

    /** Null if it does not fit. */
    @Nullable
    private static Object fit(BigInteger value, ValueType type) {
        if (type == ValueType.UBIGINT) {
            return value.signum() < 0 || value.compareTo(UNSIGNED_LONG) >= 0 ? null : value;
        }
        int bits = type.width() * 8;
        boolean fits =
                ValueTypes.isUnsigned(type)
                        ? value.signum() >= 0 && value.bitLength() <= bits
                        : value.bitLength() < bits;
        if (!fits) {
            return null;
        }
        return switch (type) {
            case TINYINT -> value.byteValue();
            case SMALLINT, UTINYINT -> value.shortValue();
            case INT, USMALLINT -> value.intValue();
            default -> value.longValue();
        };
    }

    @Nullable
    private static BigDecimal decimalOf(String text) {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private double real(Cell cell, String complaint) throws TaosException {
        if (cell.kind() == Cell.Kind.BOOL) {
            return cell.text().equals("true") ? 1 : 0;
        }
        switch (cell.text().toLowerCase(Locale.ROOT)) {
            case "nan", "inf", "infinity", "-inf", "-infinity":
                throw complaint(cell, complaint);
            default:
                break;
        }
        // Java would read 1.5f and 1.5d as numbers
        if (cell.text().isEmpty()
                || Character.isLetter(cell.text().charAt(cell.text().length() - 1))) {
            throw complaint(cell, "illegal float data");
        }
        double value;
        try {
            value = Double.parseDouble(cell.text());
        } catch (NumberFormatException notANumber) {
            throw complaint(cell, "illegal float data");
        }
        if (Double.isInfinite(value)) {
            throw complaint(cell, complaint);
        }
        return value;
    }

    private Object decimal(Cell cell, ColumnSpec column) throws TaosException {
        BigDecimal number = decimalOf(cell.text());
        if (number == null) {
            throw complaint(cell, "invalid decimal data");
        }
        return BoundValues.check(column, number);
    }

    private static byte[] bytes(Cell cell, ColumnSpec column) throws TaosException {
        String text = cell.text();
        if (text.startsWith("\\x") || text.startsWith("\\X")) {
            try {
                return HexFormat.of().parseHex(text.substring(2));
            } catch (IllegalArgumentException odd) {
                throw new TaosException(0x266A, "Invalid varbinary value: " + column.name());
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Object geometry(Cell cell, ColumnSpec column) throws TaosException {
        byte[] wkb = Wkt.toWkb(cell.text());
        if (wkb == null) {
            throw complaint(cell, "Invalid function para value");
        }
        return BoundValues.check(column, wkb);
    }

    private Object json(Cell cell) throws TaosException {
        if (cell.text().getBytes(StandardCharsets.UTF_8).length > JsonTags.LENGTH) {
            throw complaint(cell, "json string too long than 4095");
        }
        String json = JsonTags.normalize(cell.text());
        if (json == null) {
            throw complaint(cell, "json parse error");
        }
        return json;
    }
}
