/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Rows as texts: the cells, separated by bars. */
public final class TextRows implements TDengineDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    private final int firstColumn;

    public TextRows() {
        this(0);
    }

    /**
     * @param firstColumn of those shown, counted from 0
     */
    public TextRows(int firstColumn) {
        this.firstColumn = firstColumn;
    }

    @Override
    public void deserialize(SourceRows rows, int row, Collector<String> out) {
        StringBuilder text = new StringBuilder();
        for (int column = firstColumn; column < rows.data().fields().size(); column++) {
            text.append(column == firstColumn ? "" : "|")
                    .append(Cells.text(rows.data(), column, row));
        }
        out.collect(text.toString());
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
