/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.AbstractList;
import java.util.RandomAccess;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Entries that were taken from a queue; as a list it shows the bare ones. */
@Internal
final class EntryBatch<E> extends AbstractList<E> implements RandomAccess {

    private final Object[] entries;
    private final int[] sizes;
    private final long[] sequences;
    private final long[] arrivals;
    @Nullable private final BufferedEntry<?>[] failed;
    private final long bytes;

    /**
     * @param failed those that failed before, null elsewhere; null if none has
     */
    EntryBatch(
            Object[] entries,
            int[] sizes,
            long[] sequences,
            long[] arrivals,
            @Nullable BufferedEntry<?>[] failed) {
        this.entries = entries;
        this.sizes = sizes;
        this.sequences = sequences;
        this.arrivals = arrivals;
        this.failed = failed;
        long sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        bytes = sum;
    }

    long bytes() {
        return bytes;
    }

    /** The entry with its history; what is noted in it lasts only if it is put back. */
    @SuppressWarnings("unchecked")
    BufferedEntry<E> buffered(int index) {
        if (failed != null && failed[index] != null) {
            return (BufferedEntry<E>) failed[index];
        }
        return new BufferedEntry<>(get(index), sizes[index], sequences[index], arrivals[index]);
    }

    @Override
    @SuppressWarnings("unchecked")
    public E get(int index) {
        return (E) entries[index];
    }

    @Override
    public int size() {
        return entries.length;
    }
}
