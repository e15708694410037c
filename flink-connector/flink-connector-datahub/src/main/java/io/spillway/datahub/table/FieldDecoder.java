/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Reads one non-null column of a record into Flink's internal form. */
@Internal
@FunctionalInterface
interface FieldDecoder {

    /**
     * @param position the column's position in the record
     * @throws MalformedMessageException if the text is not of the column's type
     * @throws RuntimeException likewise, for types parsed by the JDK
     */
    Object decode(RecordEntryReader record, int position) throws MalformedMessageException;

    /**
     * The decoder of one column.
     *
     * @param type the column's type in the table; matches {@code field} by {@link ColumnMapping}
     * @param field the column in the topic
     */
    static FieldDecoder of(LogicalType type, RecordSchema.Field field) {
        return switch (type.getTypeRoot()) {
            case TINYINT ->
                    (record, i) ->
                            (byte) within(record.longValue(i), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT ->
                    (record, i) ->
                            (short) within(record.longValue(i), Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER ->
                    (record, i) ->
                            (int) within(record.longValue(i), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> RecordEntryReader::longValue;
            case FLOAT -> (record, i) -> (float) record.doubleValue(i);
            case DOUBLE -> (record, i) -> record.doubleValue(i);
            case BOOLEAN -> (record, i) -> record.booleanValue(i);
            case CHAR, VARCHAR ->
                    (record, i) -> {
                        // a copy: the row may outlive the buffer it was read into
                        return StringData.fromBytes(record.bytes(i));
                    };
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield (record, i) -> decimal(record.text(i), decimal);
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    (record, i) -> fromMicros(record.longValue(i));
            default ->
                    throw new IllegalArgumentException(
                            "No decoding of " + field.type() + " to " + type);
        };
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new NumberFormatException("out of the range of the column's type");
        }
        return value;
    }

    private static DecimalData decimal(String text, DecimalType type) {
        BigDecimal exact;
        try {
            exact = new BigDecimal(text).setScale(type.getScale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new ArithmeticException("more fraction digits than " + type.asSummaryString());
        }
        DecimalData data = DecimalData.fromBigDecimal(exact, type.getPrecision(), type.getScale());
        if (data == null) {
            throw new ArithmeticException("more digits than " + type.asSummaryString());
        }
        return data;
    }

    private static TimestampData fromMicros(long micros) {
        long millis = Math.floorDiv(micros, 1000L);
        return TimestampData.fromEpochMillis(millis, (int) Math.floorMod(micros, 1000L) * 1000);
    }
}
