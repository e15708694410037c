/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sink.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** The columns of a TDengine table as the columns of a Flink table declare them. */
@Internal
public final class SinkDefinition {

    private SinkDefinition() {}

    /** Index of the first column that is a point in time, -1 if there is none. */
    public static int timestamp(RowType rowType, int[] fields) {
        for (int field : fields) {
            if (rowType.getTypeAt(field).is(LogicalTypeFamily.TIMESTAMP)) {
                return field;
            }
        }
        return -1;
    }

    /** What a database counts that holds all digits of a column. */
    static TimestampPrecision precision(LogicalType timestamp) {
        int digits = digits(timestamp);
        for (TimestampPrecision precision : TimestampPrecision.values()) {
            if (digits <= precision.digits()) {
                return precision;
            }
        }
        return TimestampPrecision.NANOS;
    }

    /**
     * The columns, the timestamp first.
     *
     * @param fields indexes of those that are written
     * @param tags names of those that are tags
     * @param textLength bytes of texts and binaries without a declared length
     */
    public static List<TargetColumn> of(
            RowType rowType, int[] fields, Set<String> tags, int textLength) {
        int timestamp = timestamp(rowType, fields);
        if (timestamp < 0) {
            throw new ValidationException(
                    "A TDengine table begins with a timestamp, but the table declares no column of "
                            + "TIMESTAMP or TIMESTAMP_LTZ: "
                            + rowType.getFieldNames());
        }
        List<TargetColumn> columns = new ArrayList<>();
        for (int field : fields) {
            String name = rowType.getFieldNames().get(field);
            TargetColumn column = column(name, rowType.getTypeAt(field), textLength);
            if (field == timestamp) {
                columns.add(0, column);
            } else {
                columns.add(tags.contains(name) ? column.asTag() : column);
            }
        }
        return columns;
    }

    /**
     * The column of TDengine a column of Flink is made.
     *
     * @throws ValidationException if none holds the type
     */
    public static TargetColumn column(String name, LogicalType type, int textLength) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> TargetColumn.of(name, TDengineType.BOOL);
            case TINYINT -> TargetColumn.of(name, TDengineType.TINYINT);
            case SMALLINT -> TargetColumn.of(name, TDengineType.SMALLINT);
            case INTEGER -> TargetColumn.of(name, TDengineType.INT);
            case BIGINT -> TargetColumn.of(name, TDengineType.BIGINT);
            case FLOAT -> TargetColumn.of(name, TDengineType.FLOAT);
            case DOUBLE -> TargetColumn.of(name, TDengineType.DOUBLE);
            case DECIMAL ->
                    TargetColumn.decimal(
                            name,
                            ((DecimalType) type).getPrecision(),
                            ((DecimalType) type).getScale());
            case CHAR, VARCHAR -> {
                int characters = length(type);
                yield characters == VarCharType.MAX_LENGTH
                        ? TargetColumn.of(name, TDengineType.VARCHAR, textLength)
                        : TargetColumn.of(name, TDengineType.NCHAR, characters);
            }
            case BINARY, VARBINARY -> {
                int bytes = length(type);
                yield TargetColumn.of(
                        name,
                        TDengineType.VARBINARY,
                        bytes == VarBinaryType.MAX_LENGTH ? textLength : bytes);
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    TargetColumn.of(name, TDengineType.TIMESTAMP);
            default ->
                    throw new ValidationException(
                            "Column '"
                                    + name
                                    + "' is "
                                    + type.asSummaryString()
                                    + ", which no column of TDengine holds; cast it, for example to "
                                    + "STRING.");
        };
    }

    /** Digits after the second. */
    public static int digits(LogicalType type) {
        return type instanceof LocalZonedTimestampType local
                ? local.getPrecision()
                : ((TimestampType) type).getPrecision();
    }

    private static int length(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR -> ((CharType) type).getLength();
            case VARCHAR -> ((VarCharType) type).getLength();
            case BINARY -> ((BinaryType) type).getLength();
            default -> ((VarBinaryType) type).getLength();
        };
    }
}
