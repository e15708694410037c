/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.RowType;

/** One column takes the short name of the operation: +I, -U, +U or -D. */
@Internal
record OperationColumn(String name) implements ChangeColumns {

    @Override
    public Map<Integer, FieldEncoder> bind(RowType rowType, TopicDescription topic, int subtask) {
        RecordSchema schema = ColumnMapping.requireTuple(topic);
        int position = schema.indexOf(name);
        if (position < 0 || schema.fields().get(position).type() != FieldType.STRING) {
            throw new ValidationException(
                    "sink.changelog = op-column needs a STRING column '"
                            + name
                            + "' in topic "
                            + topic.path()
                            + (position < 0 ? ", which has none" : ", where it has another type")
                            + ". Add it, or name another one by sink.changelog.op-column.");
        }
        if (rowType.getFieldNames().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new ValidationException(
                    "Column '"
                            + name
                            + "' is filled with the operation (sink.changelog.op-column) and must not "
                            + "be declared by the table.");
        }
        return Map.of(position, (row, out) -> out.addText(row.getRowKind().shortString()));
    }
}
