/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows with a column of each type: nothing, the smallest, the largest, something in between. */
public final class AllTypes {

    public static final List<FieldType> TYPES =
            List.of(
                    FieldType.TINYINT,
                    FieldType.SMALLINT,
                    FieldType.INTEGER,
                    FieldType.BIGINT,
                    FieldType.FLOAT,
                    FieldType.DOUBLE,
                    FieldType.BOOLEAN,
                    FieldType.TIMESTAMP,
                    FieldType.DECIMAL,
                    FieldType.STRING);

    public static final RecordSchema SCHEMA =
            new RecordSchema(
                    TYPES.stream()
                            .map(
                                    type ->
                                            new RecordSchema.Field(
                                                    "f_" + type.name().toLowerCase(Locale.ROOT),
                                                    type,
                                                    false,
                                                    null))
                            .toList());

    public static final Object[][] ROWS = {
        new Object[10],
        {
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -Float.MAX_VALUE,
            Double.MIN_VALUE,
            false,
            -62135798400000000L,
            new BigDecimal("-12345678901234567890.000000000000000001"),
            ""
        },
        {
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Double.MAX_VALUE,
            true,
            253402271999000000L,
            new BigDecimal("99999999999999999999999999999999999999"),
            "Zoë 数据 \uD83D\uDE80 \"quoted\" \\ \n\t\u0000"
        },
        {
            (byte) 0,
            (short) -7,
            42,
            1L << 40,
            0.1f,
            1.5e300,
            true,
            1_700_000_000_123_456L,
            new BigDecimal("1000"),
            "sevench"
        },
        {
            (byte) -1,
            (short) 0,
            0,
            0L,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            false,
            0L,
            new BigDecimal("0.1"),
            "x".repeat(100_000)
        },
    };

    private AllTypes() {}

    public static List<EncodedRecord> encoded(Map<String, String> attributes) {
        List<EncodedRecord> records = new ArrayList<>();
        for (Object[] row : ROWS) {
            records.add(encode(row, attributes));
        }
        return records;
    }

    public static EncodedRecord encode(Object[] row, Map<String, String> attributes) {
        RecordEntryWriter writer = new RecordEntryWriter().reset();
        for (Object value : row) {
            if (value == null) {
                writer.addNull();
            } else if (value instanceof Float number) {
                writer.addFloat(number);
            } else if (value instanceof Double number) {
                writer.addDouble(number);
            } else if (value instanceof BigDecimal number) {
                writer.addDecimal(number);
            } else if (value instanceof Number number) {
                writer.addLong(number.longValue());
            } else if (value instanceof Boolean truth) {
                writer.addBoolean(truth);
            } else {
                writer.addText((String) value);
            }
        }
        attributes.forEach(writer::addAttribute);
        return writer.toRecord();
    }

    /** The values of a record of a batch. */
    public static List<Object> decode(RecordBatch batch, int index) throws Exception {
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, index);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < reader.columnCount(); i++) {
            values.add(reader.isNull(i) ? null : value(reader, i));
        }
        return values;
    }

    private static Object value(RecordEntryReader reader, int i) throws Exception {
        return switch (TYPES.get(i)) {
            case TINYINT -> (Object) (byte) reader.longValue(i);
            case SMALLINT -> (short) reader.longValue(i);
            case INTEGER -> (int) reader.longValue(i);
            case BIGINT, TIMESTAMP -> reader.longValue(i);
            case FLOAT -> Float.parseFloat(reader.text(i));
            case DOUBLE -> reader.doubleValue(i);
            case BOOLEAN -> reader.booleanValue(i);
            case DECIMAL -> new BigDecimal(reader.text(i));
            default -> reader.text(i);
        };
    }

    public static Map<String, String> attributes(RecordBatch batch, int index) throws Exception {
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, index);
        return reader.attributes();
    }
}
