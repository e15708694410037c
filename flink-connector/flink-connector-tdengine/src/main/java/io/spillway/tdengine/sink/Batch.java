/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The rows of a batch, table by table in ascending order, with only the last of those that have the
 * same key. Within one statement the server would merge such rows cell by cell, and NULL would not
 * overwrite. What is written and what is deleted then have no key in common.
 */
@Internal
final class Batch {

    private final List<TableRows> upserts;
    private final List<SinkRow> deletes;

    /**
     * The rows to write to one table.
     *
     * @param rows at least one
     * @param first the first row, in order of arrival, that was to be written
     * @param last the last one
     */
    record TableRows(String table, List<SinkRow> rows, SinkRow first, SinkRow last) {}

    private Batch(List<TableRows> upserts, List<SinkRow> deletes) {
        this.upserts = upserts;
        this.deletes = deletes;
    }

    static Batch of(List<SinkRow> rows, RowLayout layout) {
        Comparator<SinkRow> byKey = layout.byKey();
        Map<String, Group> byTable = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        Group group = null;
        for (int i = 0; i < rows.size(); i++) {
            SinkRow row = rows.get(i);
            if (group == null || !group.table.equals(row.table())) {
                group = byTable.get(row.table());
                if (group == null) {
                    group = new Group(row.table());
                    byTable.put(group.table, group);
                    groups.add(group);
                }
            }
            group.add(row, byKey);
        }
        List<TableRows> upserts = new ArrayList<>(groups.size());
        List<SinkRow> deletes = new ArrayList<>();
        for (Group each : groups) {
            each.finish(byKey, upserts, deletes);
        }
        return new Batch(upserts, deletes);
    }

    List<TableRows> upserts() {
        return upserts;
    }

    List<SinkRow> deletes() {
        return deletes;
    }

    /** The rows of one table while they are collected. */
    private static final class Group {

        private final String table;
        private List<SinkRow> rows = new ArrayList<>();
        @Nullable private SinkRow newest;
        @Nullable private SinkRow firstUpsert;
        @Nullable private SinkRow lastUpsert;
        private boolean ascending = true;
        private boolean withDeletes;

        Group(String table) {
            this.table = table;
        }

        void add(SinkRow row, Comparator<SinkRow> byKey) {
            ascending &= newest == null || byKey.compare(newest, row) < 0;
            newest = row;
            rows.add(row);
            if (row.delete()) {
                withDeletes = true;
            } else {
                firstUpsert = firstUpsert == null ? row : firstUpsert;
                lastUpsert = row;
            }
        }

        void finish(Comparator<SinkRow> byKey, List<TableRows> upserts, List<SinkRow> deletes) {
            if (!ascending) {
                rows.sort(byKey); // stable: rows of one key stay in order of arrival
                rows = lastOfEachKey(byKey);
            }
            List<SinkRow> written = rows;
            if (withDeletes) {
                written = new ArrayList<>(rows.size());
                for (SinkRow row : rows) {
                    (row.delete() ? deletes : written).add(row);
                }
            }
            if (!written.isEmpty()) {
                upserts.add(new TableRows(table, written, firstUpsert, lastUpsert));
            }
        }

        private List<SinkRow> lastOfEachKey(Comparator<SinkRow> byKey) {
            List<SinkRow> last = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                if (i + 1 == rows.size() || byKey.compare(rows.get(i), rows.get(i + 1)) != 0) {
                    last.add(rows.get(i));
                }
            }
            return last;
        }
    }
}
