/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.tdengine.client.TmqMessage;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** The log of a vgroup. Guarded by its server. */
final class FakeVgroup {

    /** An entry of the log: rows, or a change of schema or delete, or nothing to the topic. */
    private record Entry(List<TmqMessage.Block> blocks, @Nullable String meta) {

        int rows() {
            return blocks.stream().mapToInt(block -> block.data().rows()).sum();
        }
    }

    final int id;
    private final List<Entry> entries = new ArrayList<>();
    private long begin;

    FakeVgroup(int id) {
        this.id = id;
    }

    void append(List<TmqMessage.Block> blocks, @Nullable String meta) {
        entries.add(new Entry(blocks, meta));
    }

    void trim(long newBegin) {
        begin = newBegin;
    }

    long begin() {
        return begin;
    }

    long end() {
        return entries.size();
    }

    /** What follows an offset: up to so many rows, or one meta. */
    record Read(long from, long to, List<TmqMessage.Block> blocks, @Nullable String meta) {

        boolean empty() {
            return blocks.isEmpty() && meta == null;
        }
    }

    Read read(long from, int rows) {
        List<TmqMessage.Block> blocks = new ArrayList<>();
        int count = 0;
        long at = Math.max(from, begin);
        while (at < end() && count < rows) {
            Entry entry = entries.get((int) at);
            if (entry.meta() != null && entry.blocks().isEmpty()) {
                if (blocks.isEmpty()) {
                    return new Read(from, at + 1, List.of(), entry.meta());
                }
                break;
            }
            if (entry.meta() != null && blocks.isEmpty()) {
                return new Read(from, at + 1, entry.blocks(), entry.meta());
            }
            if (entry.meta() != null) {
                break;
            }
            blocks.addAll(entry.blocks());
            count += entry.rows();
            at++;
        }
        return new Read(from, at, blocks, null);
    }
}
