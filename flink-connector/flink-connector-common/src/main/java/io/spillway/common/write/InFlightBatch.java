/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.flink.annotation.Internal;

/** A batch that was sent; as a list it shows the bare entries, without copying them. */
@Internal
final class InFlightBatch<E> extends AbstractList<E> implements RandomAccess {

    final Lane<E> lane;
    final long bytes;
    final long sentAtMillis;
    private final List<BufferedEntry<E>> entries;

    InFlightBatch(Lane<E> lane, List<BufferedEntry<E>> entries, long bytes, long sentAtMillis) {
        this.lane = lane;
        this.entries = entries;
        this.bytes = bytes;
        this.sentAtMillis = sentAtMillis;
    }

    BufferedEntry<E> buffered(int index) {
        return entries.get(index);
    }

    @Override
    public E get(int index) {
        return entries.get(index).entry;
    }

    @Override
    public int size() {
        return entries.size();
    }
}
