/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.sink.TargetColumn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What tells rows of a new table apart: the child table, the time, and at most one further column,
 * the second part of a composite key.
 */
@Internal
final class TableKey {

    private static final Set<TDengineType> TYPES =
            EnumSet.of(
                    TDengineType.INT,
                    TDengineType.UINT,
                    TDengineType.BIGINT,
                    TDengineType.UBIGINT,
                    TDengineType.VARCHAR);

    /** Where the server has the second part of a key. */
    private static final int SECOND = 1;

    private TableKey() {}

    /**
     * The second part of the key, null if rows are told apart without one.
     *
     * @param declared names of the primary key, empty without
     * @param everyKey names that are part of every key of the table: its time, and the child table
     *     if there is a column for it
     * @param columns of the new table, the time first
     * @throws IllegalArgumentException telling why there cannot be such a key
     */
    @Nullable
    static String second(List<String> declared, Set<String> everyKey, List<TargetColumn> columns) {
        if (declared.isEmpty()) {
            return null;
        }
        require(
                declared.containsAll(everyKey),
                "its PRIMARY KEY is " + declared + ", but rows are told apart by " + everyKey);
        List<String> further = new ArrayList<>(declared);
        further.removeAll(everyKey);
        require(
                further.size() <= 1,
                "its PRIMARY KEY is "
                        + declared
                        + ", but beside "
                        + everyKey
                        + " only one column can tell rows apart");
        if (further.isEmpty()) {
            return null;
        }
        columns.stream()
                .filter(column -> column.name().equals(further.get(0)))
                .forEach(column -> check(column, columns));
        return further.get(0);
    }

    private static void check(TargetColumn column, List<TargetColumn> columns) {
        String begin = "its PRIMARY KEY has column '" + column.name() + "', which is ";
        require(!column.tag(), begin + "a tag: all rows of a child table have the same");
        require(
                TYPES.contains(column.type()),
                begin
                        + column.type()
                        + " in TDengine: beside the time a key has a column of INT, BIGINT or"
                        + " STRING");
        List<TargetColumn> rows = columns.stream().filter(other -> !other.tag()).toList();
        require(
                rows.indexOf(column) == SECOND,
                begin
                        + "not the second one: TDengine wants it right behind '"
                        + rows.get(0).name()
                        + "'");
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
