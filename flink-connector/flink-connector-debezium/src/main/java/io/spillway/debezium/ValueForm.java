/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Binary form of the values of a {@link Change}: a tag that names the Java type, then the value.
 * Tags are only ever added.
 */
@Internal
final class ValueForm {

    private static final int NULL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INT = 3;
    private static final int LONG = 4;
    private static final int BIG_INTEGER = 5;
    private static final int DOUBLE = 6;
    private static final int BIG_DECIMAL = 7;
    private static final int STRING = 8;
    private static final int BYTES = 9;
    private static final int LOCAL_DATE = 10;
    private static final int LOCAL_TIME = 11;
    private static final int LOCAL_DATE_TIME = 12;
    private static final int OFFSET_DATE_TIME = 13;
    private static final int OFFSET_TIME = 14;
    private static final int DURATION = 15;
    private static final int LIST = 16;
    private static final int MAP = 17;

    private ValueForm() {}

    static void writeMap(Map<?, ?> map, DataOutputView out) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            BinaryForm.writeString((String) entry.getKey(), out);
            write(entry.getValue(), out);
        }
    }

    static Map<String, Object> readMap(DataInputView in) throws IOException {
        int size = in.readInt();
        if (size == 0) {
            return Map.of();
        }
        Map<String, Object> map = new LinkedHashMap<>(Math.min(size, 4096) * 2);
        for (int i = 0; i < size; i++) {
            map.put(BinaryForm.readString(in), read(in));
        }
        return Collections.unmodifiableMap(map);
    }

    static void write(@Nullable Object value, DataOutputView out) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof String text) {
            out.writeByte(STRING);
            BinaryForm.writeString(text, out);
        } else if (value instanceof Integer number) {
            out.writeByte(INT);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (value instanceof Boolean flag) {
            out.writeByte(flag ? TRUE : FALSE);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (value instanceof BigDecimal number) {
            out.writeByte(BIG_DECIMAL);
            out.writeInt(number.scale());
            BinaryForm.writeBytes(number.unscaledValue().toByteArray(), out);
        } else if (value instanceof BigInteger number) {
            out.writeByte(BIG_INTEGER);
            BinaryForm.writeBytes(number.toByteArray(), out);
        } else if (value instanceof byte[] bytes) {
            out.writeByte(BYTES);
            BinaryForm.writeBytes(bytes, out);
        } else if (value instanceof List<?> list) {
            out.writeByte(LIST);
            out.writeInt(list.size());
            for (Object element : list) {
                write(element, out);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(MAP);
            writeMap(map, out);
        } else {
            writeTemporal(value, out);
        }
    }

    private static void writeTemporal(Object value, DataOutputView out) throws IOException {
        if (value instanceof LocalDateTime timestamp) {
            out.writeByte(LOCAL_DATE_TIME);
            writeDateTime(timestamp, out);
        } else if (value instanceof OffsetDateTime timestamp) {
            out.writeByte(OFFSET_DATE_TIME);
            writeDateTime(timestamp.toLocalDateTime(), out);
            out.writeInt(timestamp.getOffset().getTotalSeconds());
        } else if (value instanceof LocalDate date) {
            out.writeByte(LOCAL_DATE);
            out.writeLong(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            out.writeByte(LOCAL_TIME);
            out.writeLong(time.toNanoOfDay());
        } else if (value instanceof OffsetTime time) {
            out.writeByte(OFFSET_TIME);
            out.writeLong(time.toLocalTime().toNanoOfDay());
            out.writeInt(time.getOffset().getTotalSeconds());
        } else if (value instanceof Duration duration) {
            out.writeByte(DURATION);
            out.writeLong(duration.getSeconds());
            out.writeInt(duration.getNano());
        } else {
            throw new IOException(
                    "A change carries a value of "
                            + value.getClass()
                            + ", which is not among the types of a Change");
        }
    }

    @Nullable
    static Object read(DataInputView in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case NULL -> null;
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case BIG_INTEGER -> new BigInteger(BinaryForm.readBytes(in));
            case DOUBLE -> in.readDouble();
            case BIG_DECIMAL -> readDecimal(in);
            case STRING -> BinaryForm.readString(in);
            case BYTES -> BinaryForm.readBytes(in);
            case LOCAL_DATE -> LocalDate.ofEpochDay(in.readLong());
            case LOCAL_TIME -> LocalTime.ofNanoOfDay(in.readLong());
            case LOCAL_DATE_TIME -> readDateTime(in);
            case OFFSET_DATE_TIME ->
                    OffsetDateTime.of(readDateTime(in), ZoneOffset.ofTotalSeconds(in.readInt()));
            case OFFSET_TIME ->
                    OffsetTime.of(
                            LocalTime.ofNanoOfDay(in.readLong()),
                            ZoneOffset.ofTotalSeconds(in.readInt()));
            case DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
            case LIST -> readList(in);
            case MAP -> readMap(in);
            default -> throw new IOException("A change carries a value of unknown tag " + tag);
        };
    }

    private static BigDecimal readDecimal(DataInputView in) throws IOException {
        int scale = in.readInt();
        return new BigDecimal(new BigInteger(BinaryForm.readBytes(in)), scale);
    }

    private static List<Object> readList(DataInputView in) throws IOException {
        int size = in.readInt();
        List<Object> list = new ArrayList<>(Math.min(size, 4096));
        for (int i = 0; i < size; i++) {
            list.add(read(in));
        }
        return Collections.unmodifiableList(list);
    }

    private static void writeDateTime(LocalDateTime value, DataOutputView out) throws IOException {
        out.writeLong(value.toLocalDate().toEpochDay());
        out.writeLong(value.toLocalTime().toNanoOfDay());
    }

    private static LocalDateTime readDateTime(DataInputView in) throws IOException {
        return LocalDateTime.of(
                LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
    }
}
