/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Conversions to STRING, which takes everything, and BYTES. */
@Internal
final class TextConverters {

    /** Beyond this many zeros a number is written with its exponent. */
    private static final int MAX_PLAIN_SCALE = 1_000;

    private static final JsonFactory JSON = new JsonFactory();

    private TextConverters() {}

    /** Text as it is; arrays and objects as JSON; bytes in base64; times in ISO 8601. */
    static Object string(Object value) {
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return json(value);
        }
        return scalar(value);
    }

    static Object bytes(Object value) throws Misfit {
        if (value instanceof byte[]) {
            return value;
        }
        if (value instanceof String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw Misfit.because("a string that is no base64");
            }
        }
        throw Misfit.ofKind(value);
    }

    private static String scalar(Object value) {
        if (value instanceof BigDecimal number) {
            return Math.abs((long) number.scale()) > MAX_PLAIN_SCALE
                    ? number.toString()
                    : number.toPlainString();
        } else if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof LocalDateTime timestamp) {
            // toString leaves seconds out if they are zero
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(timestamp);
        } else if (value instanceof OffsetDateTime timestamp) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(timestamp);
        } else if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        } else if (value instanceof OffsetTime time) {
            return DateTimeFormatter.ISO_OFFSET_TIME.format(time);
        }
        return value.toString();
    }

    private static String json(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            // A StringWriter has none; this would be a value that is not of a change.
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else {
            out.writeString(scalar(value));
        }
    }
}
