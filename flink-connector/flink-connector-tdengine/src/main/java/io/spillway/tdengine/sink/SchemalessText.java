/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.data.TDengineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.flink.annotation.Internal;

/** Rows in one of the schemaless protocols. */
@Internal
abstract class SchemalessText {

    final TargetTable table;
    final String tableNameTag;
    final int[] values;
    final int[] tags;
    private final TagText tagTexts;

    /**
     * @param types those that value columns can have
     */
    SchemalessText(RowLayout layout, String tableNameTag, Set<TDengineType> types) {
        this.table = layout.table();
        this.tableNameTag = tableNameTag;
        List<Integer> valueIndexes = new ArrayList<>();
        List<Integer> tagIndexes = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            TargetColumn column = table.columns().get(i);
            if (column.tag()) {
                tagIndexes.add(i);
            } else if (i != table.timestamp()) {
                if (!types.contains(column.type())) {
                    throw new IllegalArgumentException(
                            "Column '"
                                    + column.name()
                                    + "' is "
                                    + column.type()
                                    + ", which the schemaless protocol does not have; use "
                                    + "sink.mode stmt2");
                }
                valueIndexes.add(i);
            }
        }
        tagTexts = new TagText(layout);
        values = valueIndexes.stream().mapToInt(Integer::intValue).toArray();
        tags = tagIndexes.stream().mapToInt(Integer::intValue).toArray();
    }

    String before() {
        return "";
    }

    String between() {
        return "\n";
    }

    String after() {
        return "";
    }

    abstract void append(SinkRow row, StringBuilder out);

    String name(int column) {
        return table.columns().get(column).name();
    }

    String tagText(SinkRow row, int tag) {
        return tagTexts.text(row, tag);
    }

    /** A single value column, for protocols that have no more. */
    int onlyValue(String protocol) {
        if (values.length != 1) {
            throw new IllegalArgumentException(
                    "The "
                            + protocol
                            + " protocol carries one value column beside timestamp and tags, "
                            + table
                            + " has "
                            + values.length
                            + "; use the line protocol");
        }
        return values[0];
    }

    /** Found by halving the batch, as if the server had refused it. */
    static CompletionException refused(String code, String message) {
        return new CompletionException(
                new ServiceException(FailureKind.RECORD, code, 0, null, message, null));
    }

    static CompletionException notRepresentable(String name, String what) {
        return refused("NotRepresentable", "The value of column '" + name + "' " + what);
    }

    /** The server takes 0 for "now" and refuses what is earlier. */
    long timestamp(SinkRow row) {
        if (row.timestamp() <= 0) {
            throw notRepresentable(
                    name(table.timestamp()),
                    "lies before 1970 or at its begin, which schemaless protocols cannot tell");
        }
        return row.timestamp();
    }

    double finite(SinkRow row, int column) {
        double value = row.getDouble(column);
        if (!Double.isFinite(value)) {
            throw notRepresentable(
                    name(column), "is NaN or infinite, which schemaless protocols cannot tell");
        }
        return value;
    }
}
