/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Shows a row as JSON: the value of a dead letter of a row that could not be encoded. */
@Internal
public final class RowDataJson implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final JsonFactory JSON = new JsonFactory();

    private final RowType rowType;
    @Nullable private final String opColumn;
    private final RowData.FieldGetter[] getters;

    /**
     * @param opColumn the name the operation is shown under, null if rows are inserts only
     */
    public RowDataJson(RowType rowType, @Nullable String opColumn) {
        this.rowType = rowType;
        this.opColumn = opColumn;
        this.getters = new RowData.FieldGetter[rowType.getFieldCount()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = RowData.createFieldGetter(rowType.getTypeAt(i), i);
        }
    }

    /** An object of the columns by their names, in UTF-8. */
    public byte[] write(RowData row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < getters.length; i++) {
                json.writeFieldName(rowType.getFieldNames().get(i));
                writeValue(json, getters[i].getFieldOrNull(row), i);
            }
            if (opColumn != null) {
                json.writeStringField(opColumn, row.getRowKind().shortString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private void writeValue(JsonGenerator json, @Nullable Object value, int column)
            throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof DecimalData decimal) {
            json.writeNumber(decimal.toBigDecimal().toPlainString());
        } else if (value instanceof TimestampData timestamp) {
            boolean instant =
                    rowType.getTypeAt(column).getTypeRoot()
                            == LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
            json.writeString(
                    instant
                            ? timestamp.toInstant().toString()
                            : timestamp.toLocalDateTime().toString());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else {
            json.writeString(value.toString());
        }
    }
}
