/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes random rows to a super table: new ones in any order of time, new versions of ones there
 * are, and some that the copy cannot take. Every version has a number of its own in its text.
 */
final class WrittenRows {

    /** What the copy's column takes. */
    static final int TEXT_BYTES = 24;

    /** How old rows of the copy may get. */
    static final int KEPT_DAYS = 30;

    private static final int TABLES = 12;
    private static final long SPAN = TimeUnit.DAYS.toMillis(20);
    private static final long TOO_OLD = TimeUnit.DAYS.toMillis(KEPT_DAYS + 10);

    private final String superTable;
    private final Consumer<String> sql;
    private final Random random;
    private final long now = System.currentTimeMillis();
    private final Set<String> versions = new HashSet<>();
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    /**
     * @param superTable with its database
     * @param sql runs a statement
     */
    WrittenRows(String superTable, Consumer<String> sql, Random random) {
        this.superTable = superTable;
        this.sql = sql;
        this.random = random;
    }

    /** All versions there were, refused ones too: {@code table|time|value|text}. */
    Set<String> versions() {
        return versions;
    }

    /** The newest version of each row. */
    Set<String> newest() {
        return new HashSet<>(rows.values());
    }

    /** Versions that the copy cannot take. */
    Set<String> refused() {
        return refused;
    }

    /** What the copy must hold. */
    Set<String> copied() {
        Set<String> copied = newest();
        copied.removeAll(refused);
        return copied;
    }

    void writeNew(int count) {
        write(count, 0);
    }

    void writeWithUpdates(int count) {
        write(count, 10);
    }

    private void write(int count, int updatesPerHundred) {
        int left = count;
        while (left > 0) {
            int size = Math.min(left, 1 + random.nextInt(40));
            left -= size;
            insert(size, updatesPerHundred);
        }
    }

    /** A statement has at most one version of each row, as the server merges them. */
    private void insert(int size, int updatesPerHundred) {
        Map<String, String> batch = new HashMap<>();
        Map<Integer, StringBuilder> values = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            boolean update = random.nextInt(100) < updatesPerHundred && !keys.isEmpty();
            int kind = random.nextInt(50);
            String key = update ? keys.get(random.nextInt(keys.size())) : newKey(kind == 1);
            if (batch.containsKey(key) || !update && rows.containsKey(key)) {
                continue;
            }
            String text = "e" + (versions.size() + batch.size());
            boolean refusal = !update && kind < 2;
            if (!update && kind == 0) {
                text = text + "-".repeat(TEXT_BYTES);
            }
            String value = random.nextInt(8) == 0 ? "null" : Integer.toString(random.nextInt());
            String version = key + '|' + value + '|' + text;
            batch.put(key, version);
            if (refusal) {
                refused.add(version);
            } else if (!update) {
                keys.add(key);
            }
            int bar = key.indexOf('|');
            values.computeIfAbsent(
                            Integer.valueOf(key.substring(1, bar)), table -> new StringBuilder())
                    .append(" (" + key.substring(bar + 1) + ',' + value + ",'" + text + "')");
        }
        if (batch.isEmpty()) {
            return;
        }
        StringBuilder insert = new StringBuilder("INSERT INTO");
        String database = superTable.substring(0, superTable.indexOf('.'));
        values.forEach(
                (table, tuples) ->
                        insert.append(" " + database + ".m" + table + " USING " + superTable)
                                .append(" TAGS (" + table + ") VALUES" + tuples));
        sql.accept(insert.toString());
        rows.putAll(batch);
        versions.addAll(batch.values());
    }

    private String newKey(boolean tooOld) {
        long time = now - (long) (random.nextDouble() * SPAN);
        return "m" + random.nextInt(TABLES) + '|' + (tooOld ? time - TOO_OLD : time);
    }
}
