/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.types.RowKind;

/**
 * Ids of changes: rising within a task, also over its restarts, and of no other task. The two rows
 * of an update have the same one: the old values are followed by the new ones of the same key,
 * though rows of other keys may stand between them.
 */
@Internal
final class DtsRecordIds {

    /** Flink runs no operator with more tasks. */
    private static final long MAX_PARALLELISM = 1L << 15;

    private static final long PER_MILLISECOND = 64;

    /** Old values whose new ones never come, because they were filtered out, are forgotten. */
    private static final int MAX_PENDING = 10_000;

    private static final ByteBuffer NO_KEY = ByteBuffer.allocate(0);

    private final int subtask;
    private final Map<ByteBuffer, Long> pending =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
                    return size() > MAX_PENDING;
                }
            };
    private long tick;

    DtsRecordIds(int subtask) {
        this.subtask = subtask;
        this.tick = System.currentTimeMillis() * PER_MILLISECOND;
    }

    /**
     * @param key the primary key, null if the table has none
     */
    long next(RowKind kind, @Nullable byte[] key) {
        if (kind != RowKind.UPDATE_BEFORE && kind != RowKind.UPDATE_AFTER) {
            return fresh();
        }
        ByteBuffer row = key == null ? NO_KEY : ByteBuffer.wrap(key);
        Long half = pending.remove(row);
        if (kind == RowKind.UPDATE_AFTER) {
            return half == null ? fresh() : half;
        }
        long id = fresh();
        pending.put(row, id);
        return id;
    }

    private long fresh() {
        return ++tick * MAX_PARALLELISM + subtask;
    }
}
