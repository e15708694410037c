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
import javax.annotation.Nullable;

/**
 * Rows of one table in the order of their timestamps, and of the second column where that is a part
 * of the key. A row is an array with the timestamp first; it may be shorter than the schema if
 * columns were added later. Stored arrays are never changed: an update puts a new one in their
 * place, so that readers may keep what they were given.
 *
 * <p>Ascending rows go to the end of an array. Others wait in a tree until they are many or are
 * read, so that neither way of writing costs more than it must.
 */
public final class RowStore {

    private static final int FIRST_CAPACITY = 8;
    private static final int MOST_LATE = 4096;

    private final boolean keyed;
    private long[] times = new long[FIRST_CAPACITY];
    private Object[][] rows = new Object[FIRST_CAPACITY][];
    private int size;
    private final TreeMap<Place, Object[]> late = new TreeMap<>();

    /** Where a row stands among the others; the key is null in tables without a composite one. */
    private record Place(long time, @Nullable Object key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 || key == null ? byTime : compareKeys(key, other.key);
        }
    }

    /**
     * @param keyed whether rows of the same time differ by the second column
     */
    public RowStore(boolean keyed) {
        this.keyed = keyed;
    }

    /** The order of values of a key, all of one type. */
    @SuppressWarnings("unchecked")
    public static int compareKeys(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    public int size() {
        return size + late.size();
    }

    /** Puts or overwrites a row: of an existing one only the given positions. */
    public void write(long time, int[] positions, Object[] values, int columns) {
        Object key = keyed ? key(positions, values) : null;
        if (size == 0 || compare(size - 1, time, key) < 0) {
            append(time, fresh(positions, values, columns));
            return;
        }
        int at = lowerBound(0, time, key);
        if (compare(at, time, key) == 0) {
            rows[at] = updated(rows[at], positions, values, columns);
            return;
        }
        Place place = new Place(time, key);
        Object[] existing = late.get(place);
        late.put(
                place,
                existing == null
                        ? fresh(positions, values, columns)
                        : updated(existing, positions, values, columns));
        if (late.size() > MOST_LATE) {
            merge();
        }
    }

    private static Object key(int[] positions, Object[] values) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == TableSchema.KEY) {
                return values[i];
            }
        }
        throw new IllegalArgumentException("a row without its key");
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
        for (Map.Entry<Place, Object[]> entry : late.entrySet()) {
            Place place = entry.getKey();
            int until = lowerBound(from, place.time(), place.key());
            System.arraycopy(times, from, mergedTimes, to, until - from);
            System.arraycopy(rows, from, mergedRows, to, until - from);
            to += until - from;
            from = until;
            mergedTimes[to] = place.time();
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

    /** The first row that is not before the time. */
    private int lowerBound(long time) {
        return lowerBound(0, time, null);
    }

    /**
     * The first row that is not before the place.
     *
     * @param key null for the first of the time
     */
    private int lowerBound(int from, long time, @Nullable Object key) {
        int low = from;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, time, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int row, long time, @Nullable Object key) {
        int byTime = Long.compare(times[row], time);
        return byTime != 0 || key == null ? byTime : compareKeys(rows[row][TableSchema.KEY], key);
    }
}
