/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.pipeline;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.sink.RowOutput;
import io.spillway.tdengine.sink.TDengineSerializationSchema;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.testing.Cells;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Rows as {@code table|time|value|text}, read and written again. */
final class CopiedRows
        implements TDengineDeserializationSchema<String>, TDengineSerializationSchema<String> {

    static final List<String> COLUMNS = List.of("ts", "v", "txt");

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(SourceRows rows, int row, Collector<String> out) {
        StringBuilder text = new StringBuilder(rows.tableName());
        for (int column = 0; column < COLUMNS.size(); column++) {
            text.append('|').append(Cells.text(rows.data(), column, row));
        }
        out.collect(text.toString());
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }

    @Override
    public List<String> columns() {
        return List.of("txt", "g", "v", "ts");
    }

    @Override
    public boolean serialize(String element, RowOutput row) throws RecordException {
        String[] cells = element.split("\\|");
        row.setTable(cells[0]);
        row.setLong(3, Long.parseLong(cells[1]));
        if (!cells[2].equals("null")) {
            row.setLong(2, Long.parseLong(cells[2]));
        }
        row.setString(0, cells[3]);
        row.setLong(1, Long.parseLong(cells[0].substring(1)));
        return true;
    }

    @Override
    public byte[] describe(String element) {
        return element.getBytes(StandardCharsets.UTF_8);
    }
}
