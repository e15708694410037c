/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.BlockWriter;
import java.util.List;
import java.util.function.ToLongFunction;

/** Describes columns and question marks in answers. */
final class ResultFields {

    private static final int BIND_TABLE_NAME = 4;

    /** What the server says of the table name, whose columns have 270. */
    private static final int TABLE_NAME_BYTES = 271;

    private ResultFields() {}

    /** Puts the names and types of a result's columns. */
    static Answer describe(Answer answer, List<ColumnSpec> columns, int precision) {
        return answer.put("fields_count", columns.size())
                .putTexts("fields_names", columns.stream().map(ColumnSpec::name).toList())
                .putNumbers("fields_types", numbers(columns, column -> column.type().code()))
                .putNumbers("fields_lengths", numbers(columns, ColumnSpec::length))
                .put("precision", precision)
                .putNumbers("fields_precisions", numbers(columns, ColumnSpec::precision))
                .putNumbers("fields_scales", numbers(columns, ColumnSpec::scale));
    }

    /** Puts that there are no columns. */
    static Answer describeNone(Answer answer) {
        return answer.put("fields_count", 0)
                .putNull("fields_names")
                .putNull("fields_types")
                .putNull("fields_lengths")
                .put("precision", 0)
                .putNull("fields_precisions")
                .putNull("fields_scales");
    }

    /** The question marks of an insert, as JSON. */
    static String questionMarks(List<BoundField> fields) {
        StringBuilder json = new StringBuilder("[");
        for (BoundField field : fields) {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append("{\"name\":");
            Answer.quote(json, field.column().name());
            json.append(",\"field_type\":").append(field.column().type().code());
            json.append(",\"precision\":").append(field.precision());
            json.append(",\"scale\":0,\"bytes\":").append(bytes(field));
            json.append(",\"bind_type\":").append(field.bindType()).append('}');
        }
        return json.append(']').toString();
    }

    private static int bytes(BoundField field) {
        if (field.bindType() == BIND_TABLE_NAME) {
            return TABLE_NAME_BYTES;
        }
        return switch (field.column().type()) {
            case DECIMAL, DECIMAL64 -> field.column().type().width();
            default -> BlockWriter.typeBytes(field.column());
        };
    }

    private static long[] numbers(List<ColumnSpec> columns, ToLongFunction<ColumnSpec> number) {
        return columns.stream().mapToLong(number).toArray();
    }
}
