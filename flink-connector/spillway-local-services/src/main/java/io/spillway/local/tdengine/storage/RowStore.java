/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of one table in the order of their timestamps. A row is an array with the timestamp first;
 * it may be shorter than the schema if columns were added later. Stored arrays are never changed:
 * an update puts a new one in their place, so that readers may keep what they were given.
 *
 * <p>Ascending rows go to the end of an array. Others wait in a tree until they are many or are
 * read, so that neither way of writing costs more than it must.
 */
public final class RowStore {

    private static final int FIRST_CAPACITY = 8;
    private static final int MOST_LATE = 4096;

    private long[] times = new long[FIRST_CAPACITY];
    private Object[][] rows = new Object[FIRST_CAPACITY][];
    private int size;
    private final TreeMap<Long, Object[]> late = new TreeMap<>();

    public int size() {
        return size + late.size();
    }

    /** Puts or overwrites a row: of an existing one only the given positions. */
    public void write(long time, int[] positions, Object[] values, int columns) {
        if (size == 0 || time > times[size - 1]) {
            append(time, fresh(positions, values, columns));
            return;
        }
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            rows[at] = updated(rows[at], positions, values, columns);
            return;
        }
        Object[] existing = late.get(time);
        late.put(
                time,
                existing == null
                        ? fresh(positions, values, columns)
                        : updated(existing, positions, values, columns));
        if (late.size() > MOST_LATE) {
            merge();
        }
    }

    private static Object[] fresh(int[] positions, Object[] values, int columns) {
        if (positions.length == columns && inOrder(positions)) {
            return values;
        }
        Object[] row = new Object[columns];
        for (int i = 0; i < positions.length; i++) {
            row[positions[i]] = values[i];
        }
        return row;
    }

    private static boolean inOrder(int[] positions) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static Object[] updated(
            Object[] existing, int[] positions, Object[] values, int columns) {
        Object[] row = Arrays.copyOf(existing, columns);
        for (int i = 0; i < positions.length; i++) {
            row[positions[i]] = values[i];
        }
        return row;
    }

    private void append(long time, Object[] row) {
        if (size == times.length) {
            int capacity = size + (size >> 1) + FIRST_CAPACITY;
            times = Arrays.copyOf(times, capacity);
            rows = Arrays.copyOf(rows, capacity);
        }
        times[size] = time;
        rows[size] = row;
        size++;
    }

    private void merge() {
        if (late.isEmpty()) {
            return;
        }
        int total = size + late.size();
        long[] mergedTimes = new long[total + FIRST_CAPACITY];
        Object[][] mergedRows = new Object[total + FIRST_CAPACITY][];
        int from = 0;
        int to = 0;
        for (Map.Entry<Long, Object[]> entry : late.entrySet()) {
            int until = -Arrays.binarySearch(times, from, size, entry.getKey()) - 1;
            System.arraycopy(times, from, mergedTimes, to, until - from);
            System.arraycopy(rows, from, mergedRows, to, until - from);
            to += until - from;
            from = until;
            mergedTimes[to] = entry.getKey();
            mergedRows[to] = entry.getValue();
            to++;
        }
        System.arraycopy(times, from, mergedTimes, to, size - from);
        System.arraycopy(rows, from, mergedRows, to, size - from);
        times = mergedTimes;
        rows = mergedRows;
        size = total;
        late.clear();
    }

    /** Rows with {@code from <= time <= to}, ascending; stays as it is when rows change later. */
    public synchronized List<Object[]> range(long from, long to) {
        merge();
        int begin = lowerBound(from);
        int end = to == Long.MAX_VALUE ? size : lowerBound(to + 1);
        if (begin >= end) {
            return List.of();
        }
        return Arrays.asList(Arrays.copyOfRange(rows, begin, end));
    }

    /** Number of rows with {@code from <= time <= to}. */
    public synchronized int count(long from, long to) {
        merge();
        int end = to == Long.MAX_VALUE ? size : lowerBound(to + 1);
        return Math.max(0, end - lowerBound(from));
    }

    /** Removes rows with {@code from <= time <= to}. */
    public int delete(long from, long to) {
        merge();
        int begin = lowerBound(from);
        int end = to == Long.MAX_VALUE ? size : lowerBound(to + 1);
        if (begin >= end) {
            return 0;
        }
        System.arraycopy(times, end, times, begin, size - end);
        System.arraycopy(rows, end, rows, begin, size - end);
        int removed = end - begin;
        Arrays.fill(rows, size - removed, size, null);
        size -= removed;
        return removed;
    }

    public void dropColumn(int position) {
        merge();
        for (int i = 0; i < size; i++) {
            if (position < rows[i].length) {
                rows[i] = without(rows[i], position);
            }
        }
    }

    static Object[] without(Object[] values, int position) {
        List<Object> kept = new ArrayList<>(Arrays.asList(values));
        kept.remove(position);
        return kept.toArray();
    }

    private int lowerBound(long time) {
        int at = Arrays.binarySearch(times, 0, size, time);
        return at >= 0 ? at : -at - 1;
    }
}
