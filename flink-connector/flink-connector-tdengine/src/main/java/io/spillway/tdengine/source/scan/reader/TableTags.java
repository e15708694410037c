/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The tags of the tables of a split. */
final class TableTags {

    private final ScanSplit split;
    private final Map<String, Cells> byTable = new HashMap<>();

    private TableTags(ScanSplit split) {
        this.split = split;
    }

    /**
     * Where the tags of a table are.
     *
     * @param block the table's name and its tags
     */
    record Cells(DataBlock block, int row) {}

    /** Reads the tags of all tables from one on. */
    static CompletableFuture<TableTags> read(
            TDengineGateway gateway, ScanSplit split, int firstTable) {
        TableTags tags = new TableTags(split);
        List<String> tables = split.tables().subList(firstTable, split.tables().size());
        return QueryRows.read(
                        gateway,
                        split.tags().statement(split.database(), tables),
                        (block, row) ->
                                tags.byTable.put(block.getString(0, row), new Cells(block, row)))
                .thenApply(rows -> tags);
    }

    /**
     * Puts the tags of a table among the columns of its rows.
     *
     * @throws CompletionException if the table was not there when the tags were read
     */
    Columns of(String table, List<Field> rowFields) {
        Cells cells = byTable.get(table);
        if (cells == null) {
            throw new CompletionException(
                    new ServiceException(
                            FailureKind.RETRYABLE,
                            "NoTags",
                            0,
                            null,
                            "Table "
                                    + split.database()
                                    + "."
                                    + table
                                    + " had no tags when they were read",
                            null));
        }
        List<Field> fields = new ArrayList<>(rowFields);
        int[] sources = new int[rowFields.size() + split.tags().places().size()];
        for (int tag = 0; tag < split.tags().places().size(); tag++) {
            int place = split.tags().places().get(tag);
            // behind the table's name
            fields.add(place, cells.block.fields().get(tag + 1));
            sources[place] = ~(tag + 1);
        }
        int next = 0;
        for (int column = 0; column < sources.length; column++) {
            if (sources[column] == 0) {
                sources[column] = next++;
            }
        }
        return new Columns(cells, sources, List.copyOf(fields));
    }

    /**
     * Where the columns of rows with tags come from.
     *
     * @param sources of each column: its index among the rows' own, or the complement of the tag's
     */
    record Columns(Cells tags, int[] sources, List<Field> fields) {

        DataBlock with(DataBlock rows) {
            return new TaggedBlock(rows, tags.block, tags.row, sources, fields);
        }
    }
}
