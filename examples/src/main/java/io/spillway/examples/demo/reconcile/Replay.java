/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import io.spillway.examples.demo.table.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The rows a topic's changes add up to. Changes of one key are given in the order of their shard;
 * after a restart older ones may come again, followed by all newer ones. Not thread-safe.
 */
@Internal
final class Replay {

    private final SourceTable table;
    private final Map<Object, Newest> newest = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final Set<Object> unreadable = new HashSet<>();
    private long deliveries;

    /** The newest change of a key, and the last one that was delivered. */
    private static final class Newest {
        private long lsn = Long.MIN_VALUE;
        private long lastLsn;
        @Nullable private List<Object> row;
    }

    Replay(SourceTable table) {
        this.table = table;
    }

    /**
     * Takes the next change.
     *
     * @param texts the topic's columns, the first at index {@code offset}
     */
    void add(String[] texts, int offset) {
        String op = texts[offset + table.opIndex()];
        String lsnText = texts[offset + table.lsnIndex()];
        if (op == null || lsnText == null) {
            unreadable.add("a change without operation or position: " + String.join("|", texts));
            return;
        }
        if (op.equals("-U")) {
            return;
        }
        deliveries++;
        Object key = table.columns().get(0).kind().fromDataHub(texts[offset]);
        // A changed primary key is a delete and an insert at one position.
        applied.add(lsnText + "/" + key);
        long lsn = Long.parseLong(lsnText);
        Newest change = newest.computeIfAbsent(key, k -> new Newest());
        change.lastLsn = lsn;
        if (lsn >= change.lsn) {
            change.lsn = lsn;
            change.row = op.equals("-D") ? null : row(key, texts, offset);
        }
    }

    private List<Object> row(Object key, String[] texts, int offset) {
        List<Object> row = new ArrayList<>(table.columns().size());
        try {
            for (int i = 0; i < table.columns().size(); i++) {
                row.add(table.columns().get(i).kind().fromDataHub(texts[offset + i]));
            }
        } catch (IllegalArgumentException e) {
            unreadable.add(key);
        }
        return row;
    }

    /** Changes, each counted once. */
    long applied() {
        return applied.size();
    }

    /** Deliveries of changes, repeated ones included. */
    long deliveries() {
        return deliveries;
    }

    /** The rows that stand at the end, by key. */
    Map<Object, List<Object>> rows() {
        Map<Object, List<Object>> rows = new HashMap<>();
        newest.forEach(
                (key, change) -> {
                    if (change.row != null) {
                        rows.put(key, change.row);
                    }
                });
        return rows;
    }

    /**
     * Keys whose changes cannot be trusted: a value is none of its type, or the last change
     * delivered is not the newest one, so that a reader without positions ends up with an old row.
     */
    Set<Object> suspectKeys() {
        Set<Object> suspects = new HashSet<>(unreadable);
        newest.forEach(
                (key, change) -> {
                    if (change.lastLsn != change.lsn) {
                        suspects.add(key);
                    }
                });
        return suspects;
    }
}
