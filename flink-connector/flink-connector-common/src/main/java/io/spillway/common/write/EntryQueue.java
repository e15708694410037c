/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Entries that wait, oldest first, with what is remembered of each. Kept in arrays, so that an
 * entry that is written at the first attempt costs no object besides itself.
 */
@Internal
final class EntryQueue<E> {

    private static final int FIRST_CAPACITY = 64;

    private Object[] entries = new Object[FIRST_CAPACITY];
    private int[] sizes = new int[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private long[] arrivals = new long[FIRST_CAPACITY];

    /** Those of the entries that failed before, at their places; null while none has. */
    @Nullable private BufferedEntry<?>[] failed;

    /** The place of the oldest entry, and the one after the youngest. */
    private int head;

    private int tail;
    private long bytes;

    boolean isEmpty() {
        return head == tail;
    }

    int records() {
        return tail - head;
    }

    long bytes() {
        return bytes;
    }

    /** Processing time the oldest entry arrived; the queue must not be empty. */
    long oldestArrival() {
        return arrivals[head];
    }

    /**
     * @param sequence larger than that of any entry that waits
     */
    void add(E entry, int size, long sequence, long arrival) {
        if (tail == entries.length) {
            makeRoom();
        }
        entries[tail] = entry;
        sizes[tail] = size;
        sequences[tail] = sequence;
        arrivals[tail] = arrival;
        tail++;
        bytes += size;
    }

    /** Puts entries back where they belong by their sequence. */
    void putBack(List<BufferedEntry<E>> taken) {
        EntryBatch<E> waiting = take(records());
        BufferedEntry<?>[] all = new BufferedEntry<?>[waiting.size() + taken.size()];
        for (int i = 0; i < waiting.size(); i++) {
            all[i] = waiting.buffered(i);
        }
        for (int i = 0; i < taken.size(); i++) {
            all[waiting.size() + i] = taken.get(i);
        }
        Arrays.sort(all, Comparator.comparingLong(entry -> entry.sequence));
        for (BufferedEntry<?> each : all) {
            @SuppressWarnings("unchecked")
            BufferedEntry<E> entry = (BufferedEntry<E>) each;
            addBuffered(entry);
        }
    }

    /** As {@link #add}, of an entry with a history. */
    void addBuffered(BufferedEntry<E> entry) {
        add(entry.entry, entry.bytes, entry.sequence, entry.since);
        if (entry.hasFailed()) {
            if (failed == null) {
                failed = new BufferedEntry<?>[entries.length];
            }
            failed[tail - 1] = entry;
        }
    }

    /** How many of the oldest entries fit, at least one if there are any. */
    int fitting(int maxRecords, long maxBytes) {
        int end = Math.min(tail, head + Math.min(maxRecords, records()));
        long taken = 0;
        for (int at = head; at < end; at++) {
            taken += sizes[at];
            if (taken > maxBytes && at > head) {
                return at - head;
            }
        }
        return end - head;
    }

    /** Takes the oldest entries off. */
    EntryBatch<E> take(int count) {
        int end = head + count;
        EntryBatch<E> batch =
                new EntryBatch<>(
                        Arrays.copyOfRange(entries, head, end),
                        Arrays.copyOfRange(sizes, head, end),
                        Arrays.copyOfRange(sequences, head, end),
                        Arrays.copyOfRange(arrivals, head, end),
                        failed == null ? null : Arrays.copyOfRange(failed, head, end));
        Arrays.fill(entries, head, end, null);
        if (failed != null) {
            Arrays.fill(failed, head, end, null);
        }
        bytes -= batch.bytes();
        head = end;
        if (head == tail) {
            head = 0;
            tail = 0;
            failed = null;
        }
        return batch;
    }

    /** Moves what waits to the front, into larger arrays if that alone would not last. */
    private void makeRoom() {
        int waiting = records();
        int capacity = waiting > entries.length / 2 ? 2 * entries.length : entries.length;
        entries = moved(entries, new Object[capacity], waiting);
        sizes = moved(sizes, new int[capacity], waiting);
        sequences = moved(sequences, new long[capacity], waiting);
        arrivals = moved(arrivals, new long[capacity], waiting);
        if (failed != null) {
            failed = moved(failed, new BufferedEntry<?>[capacity], waiting);
        }
        head = 0;
        tail = waiting;
    }

    @SuppressWarnings("SuspiciousSystemArraycopy")
    private <A> A moved(A from, A to, int count) {
        System.arraycopy(from, head, to, 0, count);
        return to;
    }
}
