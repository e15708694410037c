/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;

/** Which types of Flink stand for which of TDengine. */
@Internal
public final class TypeMapping {

    /** Digits of an unsigned 64-bit integer. */
    static final int UBIGINT_DIGITS = 20;

    private TypeMapping() {}

    /** The type a column is shown as. */
    public static DataType dataType(Field field, TimestampPrecision precision) {
        return switch (field.type()) {
            case BOOL -> DataTypes.BOOLEAN();
            case TINYINT -> DataTypes.TINYINT();
            case SMALLINT, UTINYINT -> DataTypes.SMALLINT();
            case INT, USMALLINT -> DataTypes.INT();
            case BIGINT, UINT -> DataTypes.BIGINT();
            case UBIGINT -> DataTypes.DECIMAL(UBIGINT_DIGITS, 0);
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case VARCHAR, NCHAR, JSON -> DataTypes.STRING();
            case TIMESTAMP -> DataTypes.TIMESTAMP_LTZ(precision.digits());
            case VARBINARY, GEOMETRY, BLOB -> DataTypes.BYTES();
            case DECIMAL64, DECIMAL128 -> DataTypes.DECIMAL(field.precision(), field.scale());
        };
    }

    /** Whether values of a column can be read as a type without loss. */
    public static boolean readable(Field field, TimestampPrecision precision, LogicalType type) {
        TDengineType from = field.type();
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> from == TDengineType.BOOL;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integerBits(from) <= bits(type);
            case FLOAT -> from == TDengineType.FLOAT;
            case DOUBLE -> from == TDengineType.FLOAT || from == TDengineType.DOUBLE;
            case DECIMAL -> isReadable(field, (DecimalType) type);
            case CHAR, VARCHAR ->
                    from == TDengineType.VARCHAR
                            || from == TDengineType.NCHAR
                            || from == TDengineType.JSON;
            case BINARY, VARBINARY ->
                    from == TDengineType.VARBINARY
                            || from == TDengineType.GEOMETRY
                            || from == TDengineType.BLOB
                            || from == TDengineType.VARCHAR;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    from == TDengineType.TIMESTAMP && fraction(type) >= precision.digits();
            default -> false;
        };
    }

    private static boolean isReadable(Field field, DecimalType type) {
        if (field.type() == TDengineType.DECIMAL64 || field.type() == TDengineType.DECIMAL128) {
            return type.getScale() >= field.scale()
                    && type.getPrecision() - type.getScale() >= field.precision() - field.scale();
        }
        return field.type() == TDengineType.UBIGINT
                && type.getPrecision() - type.getScale() >= UBIGINT_DIGITS;
    }

    /** Bits a signed integer needs to hold every value of a type; too many if it is none. */
    private static int integerBits(TDengineType type) {
        return switch (type) {
            case TINYINT -> 8;
            case SMALLINT, UTINYINT -> 16;
            case INT, USMALLINT -> 32;
            // a timestamp as the number the server counts
            case BIGINT, UINT, TIMESTAMP -> 64;
            default -> Integer.MAX_VALUE;
        };
    }

    private static int bits(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
    }

    /** Digits after the second. */
    private static int fraction(LogicalType type) {
        return type instanceof LocalZonedTimestampType local
                ? local.getPrecision()
                : ((TimestampType) type).getPrecision();
    }
}
