/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;

/** Which Flink types columns may have, how values get there, and as which Java class. */
@Internal
final class ColumnTypes {

    private ColumnTypes() {}

    /**
     * @throws IllegalArgumentException if no value of a change can become one of that type
     */
    static ColumnConverter converter(Column column, ConversionOptions options) {
        LogicalType type = column.type();
        DecimalText text = options.decimals();
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> NumberConverters::bool;
            case TINYINT ->
                    v -> (byte) NumberConverters.integer(v, Byte.MIN_VALUE, Byte.MAX_VALUE, text);
            case SMALLINT ->
                    v ->
                            (short)
                                    NumberConverters.integer(
                                            v, Short.MIN_VALUE, Short.MAX_VALUE, text);
            case INTEGER ->
                    v ->
                            (int)
                                    NumberConverters.integer(
                                            v, Integer.MIN_VALUE, Integer.MAX_VALUE, text);
            case BIGINT -> v -> NumberConverters.integer(v, Long.MIN_VALUE, Long.MAX_VALUE, text);
            case FLOAT -> v -> NumberConverters.float32(v, text);
            case DOUBLE -> v -> NumberConverters.float64(v, text);
            case DECIMAL -> {
                int precision = ((DecimalType) type).getPrecision();
                int scale = ((DecimalType) type).getScale();
                yield v -> NumberConverters.decimal(v, precision, scale, text);
            }
            case CHAR, VARCHAR -> TextConverters::string;
            case BINARY, VARBINARY -> TextConverters::bytes;
            case DATE -> TimeConverters::date;
            case TIME_WITHOUT_TIME_ZONE -> {
                int precision = ((TimeType) type).getPrecision();
                EpochUnit unit = options.times();
                yield v -> TimeConverters.time(v, precision, unit);
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                int precision = ((TimestampType) type).getPrecision();
                EpochUnit unit = options.timestamps();
                yield v -> TimeConverters.timestamp(v, precision, unit);
            }
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                int precision = ((LocalZonedTimestampType) type).getPrecision();
                yield v -> TimeConverters.instant(v, precision);
            }
            default -> throw unsupported(column);
        };
    }

    /** The type of Flink's default external class of the column's type. */
    static TypeInformation<?> external(Column column) {
        return switch (column.type().getTypeRoot()) {
            case BOOLEAN -> Types.BOOLEAN;
            case TINYINT -> Types.BYTE;
            case SMALLINT -> Types.SHORT;
            case INTEGER -> Types.INT;
            case BIGINT -> Types.LONG;
            case FLOAT -> Types.FLOAT;
            case DOUBLE -> Types.DOUBLE;
            case DECIMAL -> Types.BIG_DEC;
            case CHAR, VARCHAR -> Types.STRING;
            case BINARY, VARBINARY -> PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
            case DATE -> Types.LOCAL_DATE;
            case TIME_WITHOUT_TIME_ZONE -> Types.LOCAL_TIME;
            case TIMESTAMP_WITHOUT_TIME_ZONE -> Types.LOCAL_DATE_TIME;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.INSTANT;
            default -> throw unsupported(column);
        };
    }

    private static IllegalArgumentException unsupported(Column column) {
        return new IllegalArgumentException(
                "Column '"
                        + column.name()
                        + "' has type "
                        + column.type().asSummaryString()
                        + ", which changes cannot be converted to; declare it STRING to receive"
                        + " arrays and objects as JSON text");
    }
}
