/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Turns the JSON of a REST answer's cells into values, without loss or refusing. */
@Internal
final class RestCells {

    private static final BigInteger MAX_U64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    /** Bytes of the answer, from which a JSON value is cut out as it was written. */
    private final byte[] body;

    private final JsonParser parser;

    RestCells(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    /** Reads the value the parser stands at; TIMESTAMPs come as nanoseconds in a BigInteger. */
    @Nullable
    Object read(Field field) throws IOException {
        JsonToken token = parser.currentToken();
        if (field.type() == TDengineType.JSON) {
            return json(token);
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        try {
            return value(field, token);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw malformed(field);
        }
    }

    private Object value(Field field, JsonToken token) throws IOException {
        return switch (field.type()) {
            case BOOL -> bool(field, token);
            case TINYINT -> integer(field, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integer(field, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> integer(field, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
            case UTINYINT -> integer(field, 0, 0xffL);
            case USMALLINT -> integer(field, 0, 0xffffL);
            case UINT -> integer(field, 0, 0xffff_ffffL);
            case UBIGINT -> unsigned(field);
            case FLOAT -> (double) Float.parseFloat(parser.getText());
            case DOUBLE -> Double.parseDouble(parser.getText());
            case DECIMAL64, DECIMAL128 ->
                    new BigDecimal(parser.getText())
                            .setScale(field.scale(), RoundingMode.UNNECESSARY);
            case TIMESTAMP -> timestamp(field, token);
            case VARBINARY, GEOMETRY, BLOB -> HexFormat.of().parseHex(text(field, token));
            default -> text(field, token);
        };
    }

    private Long bool(Field field, JsonToken token) throws MalformedMessageException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw malformed(field);
        }
        return token == JsonToken.VALUE_TRUE ? 1L : 0L;
    }

    private Long integer(Field field, long from, long to) throws IOException {
        long value = Long.parseLong(parser.getText());
        if (value < from || value > to) {
            throw malformed(field);
        }
        return value;
    }

    private Long unsigned(Field field) throws IOException {
        BigInteger value = new BigInteger(parser.getText());
        if (value.signum() < 0 || value.compareTo(MAX_U64) > 0) {
            throw malformed(field);
        }
        return value.longValue();
    }

    private RestTime timestamp(Field field, JsonToken token) throws IOException {
        String text = text(field, token);
        OffsetDateTime time = OffsetDateTime.parse(text);
        int point = text.indexOf('.');
        int digits = 0;
        while (point >= 0
                && point + 1 + digits < text.length()
                && Character.isDigit(text.charAt(point + 1 + digits))) {
            digits++;
        }
        return new RestTime(time.toEpochSecond(), time.getNano(), precision(digits));
    }

    private static TimestampPrecision precision(int digits) {
        return digits <= 3
                ? TimestampPrecision.MILLIS
                : digits <= 6 ? TimestampPrecision.MICROS : TimestampPrecision.NANOS;
    }

    private String text(Field field, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw malformed(field);
        }
        return parser.getText();
    }

    @Nullable
    private String json(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (token == JsonToken.VALUE_STRING) {
            // read to its end before asking where that is
            parser.getText();
        }
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(body, from, to - from, StandardCharsets.UTF_8).trim();
    }

    private static MalformedMessageException malformed(Field field) {
        return new MalformedMessageException(
                "a value of column '" + field.name() + "' is no " + field.type());
    }

    /** A point in time with as many digits as it was written with. */
    record RestTime(long second, int nano, TimestampPrecision precision) {

        /**
         * @throws ArithmeticException if the time cannot be told in this precision
         */
        long in(TimestampPrecision wanted) {
            long divisor = 1_000_000_000L / wanted.perSecond();
            if (nano % divisor != 0) {
                throw new ArithmeticException("more digits than " + wanted);
            }
            return Math.addExact(Math.multiplyExact(second, wanted.perSecond()), nano / divisor);
        }
    }
}
