/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.scan.split.ScanPosition;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;

/**
 * Reads one split, table after table, with the next tables' queries already under way. Fetcher
 * thread only.
 */
final class SplitScan {

    /** Queries under way: tables may be small, and each costs a round trip. */
    private static final int OPEN_QUERIES = 4;

    /** Most rows emitted at once, so that the task thread is never busy for long. */
    private static final int ROWS_AT_ONCE = 1_000;

    private final ScanSplit split;
    private final TDengineGateway gateway;
    private final Deque<OpenTable> open = new ArrayDeque<>();
    private ScanPosition position;
    private int nextTable;

    /** Null as long as it is not asked for. */
    @Nullable private CompletableFuture<TableTags> tags;

    SplitScan(ScanSplit split, TDengineGateway gateway) {
        this.split = split;
        this.gateway = gateway;
        this.position = split.position();
        this.nextTable = position.table();
    }

    String splitId() {
        return split.splitId();
    }

    boolean isFinished() {
        return open.isEmpty() && nextTable >= split.statements();
    }

    /** The next block of the table whose turn it is; only to be called while not finished. */
    CompletableFuture<Optional<DataBlock>> next() {
        if (tags == null && split.tags() != null) {
            tags = TableTags.read(gateway, split, nextTable);
        }
        while (open.size() < OPEN_QUERIES && nextTable < split.statements()) {
            open.add(new OpenTable(nextTable++));
        }
        return open.peek().block;
    }

    /** Takes a block that {@link #next} gave; adds its rows. */
    void take(Optional<DataBlock> block, Deque<ScanRows> target) {
        OpenTable table = open.peek();
        if (block.isEmpty()) {
            open.poll().close();
            return;
        }
        table.fetch();
        DataBlock data = block.get();
        SourceRows rows =
                SourceRows.queried(data, split.isQuery() ? null : split.tables().get(table.index));
        int from = table.skip(data);
        while (from < data.rows()) {
            int to = Math.min(data.rows(), from + ROWS_AT_ONCE);
            position =
                    split.isQuery()
                            ? position.afterResultRows(to - from)
                            : position.afterTableRows(table.index, data, from, to);
            target.add(new ScanRows(rows, from, to, position));
            from = to;
        }
    }

    /** Lets go of what is open and begins again behind the rows that were taken. */
    void reopen() {
        close();
        nextTable = position.table();
    }

    void close() {
        open.forEach(OpenTable::close);
        open.clear();
        tags = null;
    }

    /** The result of one query. */
    private final class OpenTable {

        private final int index;
        private final CompletableFuture<QueryResult> result;
        private final long skipTime;
        private CompletableFuture<Optional<DataBlock>> block;
        private long toSkip;

        /** Of the rows and the tags, null before the first block and without tags. */
        @Nullable private TableTags.Columns columns;

        private OpenTable(int index) {
            this.index = index;
            boolean begun = index == position.table();
            this.skipTime = begun ? position.time() : ScanPosition.NO_TIME;
            this.toSkip = begun ? position.rows() : 0;
            this.result = gateway.query(split.statement(index, position));
            fetch();
        }

        private void fetch() {
            CompletableFuture<Optional<DataBlock>> rows = result.thenCompose(QueryResult::next);
            block = tags == null ? rows : rows.thenCombine(tags, this::tagged);
        }

        private Optional<DataBlock> tagged(Optional<DataBlock> rows, TableTags known) {
            if (rows.isPresent() && columns == null) {
                columns = known.of(split.tables().get(index), rows.get().fields());
            }
            return rows.map(data -> columns.with(data));
        }

        /** The first row that was not passed before. */
        private int skip(DataBlock data) {
            int row = 0;
            while (toSkip > 0
                    && row < data.rows()
                    && (split.isQuery() || data.getLong(0, row) == skipTime)) {
                row++;
                toSkip--;
            }
            if (row < data.rows()) {
                toSkip = 0;
            }
            return row;
        }

        private void close() {
            result.whenComplete((opened, failure) -> closeResult(opened));
        }

        private void closeResult(@Nullable QueryResult opened) {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
