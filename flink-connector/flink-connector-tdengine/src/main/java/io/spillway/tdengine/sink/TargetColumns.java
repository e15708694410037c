/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Finds the columns that are written among those the table has. */
@Internal
final class TargetColumns {

    private final SinkTarget target;
    private final List<String> names;

    TargetColumns(SinkTarget target, List<String> names) {
        this.target = target;
        this.names = names;
    }

    /**
     * @param all the table's, its timestamp first
     * @param compositeKey name of the second part of the table's key, null if it has none
     * @throws CompletionException with a {@code ServiceException} that says what does not fit
     */
    TargetTable of(
            List<TargetColumn> all, @Nullable String compositeKey, TimestampPrecision precision) {
        if (all.isEmpty() || all.get(0).type() != TDengineType.TIMESTAMP) {
            throw mismatch("has no timestamp as its first column");
        }
        List<TargetColumn> columns = new ArrayList<>(names.size());
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            TargetColumn column = find(name, all);
            if (!taken.add(column.name())) {
                throw mismatch("has one column '" + column.name() + "', which is written twice");
            }
            if (column.tag() && !target.superTable()) {
                throw mismatch(
                        "has '"
                                + column.name()
                                + "' for a tag, and rows of a fixed table cannot set tags; write "
                                + "to its super table, or leave the column out");
            }
            columns.add(column);
        }
        return new TargetTable(
                target.database(),
                target.table(),
                target.superTable(),
                precision,
                columns,
                required(all.get(0).name(), columns),
                compositeKey == null ? -1 : required(compositeKey, columns),
                columns.stream().anyMatch(TargetColumn::tag) ? null : firstTag(all));
    }

    @Nullable
    private static TargetColumn firstTag(List<TargetColumn> all) {
        return all.stream().filter(TargetColumn::tag).findFirst().orElse(null);
    }

    /** By its exact name, else by the only one that differs in upper and lower case. */
    private TargetColumn find(String name, List<TargetColumn> all) {
        TargetColumn similar = null;
        for (TargetColumn column : all) {
            if (column.name().equals(name)) {
                return column;
            }
            if (column.name().equalsIgnoreCase(name)) {
                similar = column;
            }
        }
        if (similar == null) {
            throw mismatch(
                    "has no column '"
                            + name
                            + "'; it has "
                            + all.stream()
                                    .map(TargetColumn::name)
                                    .collect(Collectors.joining(", ")));
        }
        return similar;
    }

    private int required(String name, List<TargetColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw mismatch("has '" + name + "' as part of its key, which is not written");
    }

    private CompletionException mismatch(String what) {
        return TargetLookup.fatal("TableMismatch", "Table " + target + " " + what, null);
    }
}
