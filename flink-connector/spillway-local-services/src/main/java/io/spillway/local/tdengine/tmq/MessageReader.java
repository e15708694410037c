/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.engine.Topic.Block;
import io.spillway.local.tdengine.engine.Topic.Entry;
import java.util.ArrayList;
import java.util.List;

/** Makes messages of a log's entries: rows are put together, changes of schema stand alone. */
final class MessageReader {

    private final int minRows;
    private final boolean batchMeta;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> metas = new ArrayList<>();
    private int rows;
    private long next;

    private MessageReader(ConsumerConfig config) {
        this.minRows = config.minPollRows();
        this.batchMeta = config.batchMeta();
    }

    /** Reads from an offset on; from the log's begin if that is later, without a word. */
    static Message read(Group group, int vgroup, long offset, ConsumerConfig config) {
        Topic topic = group.topic();
        long begin = topic.begin(vgroup);
        MessageReader reader = new MessageReader(config);
        reader.next = Math.max(offset, begin);
        reader.fill(topic, vgroup);
        return new Message(
                group,
                vgroup,
                offset,
                reader.next,
                reader.blocks,
                reader.metas,
                begin,
                topic.end(vgroup));
    }

    private void fill(Topic topic, int vgroup) {
        while (rows < minRows) {
            List<Entry> entries = topic.read(vgroup, next, minRows - rows);
            if (entries.isEmpty()) {
                return;
            }
            for (Entry entry : entries) {
                if (!fits(entry)) {
                    return;
                }
                add(entry);
                if (isComplete(entry)) {
                    return;
                }
            }
        }
    }

    /** Whether an entry may come into the message begun. */
    private boolean fits(Entry entry) {
        boolean hasRows = !entry.blocks().isEmpty();
        if (entry.meta() != null) {
            boolean afterMetasAlone = !hasRows && batchMeta && blocks.isEmpty();
            return metas.isEmpty() && blocks.isEmpty() || afterMetasAlone;
        }
        return !hasRows || metas.isEmpty() || !blocks.isEmpty();
    }

    private void add(Entry entry) {
        blocks.addAll(entry.blocks());
        for (Block block : entry.blocks()) {
            rows += block.rows().size();
        }
        if (entry.meta() != null) {
            metas.add(entry.meta());
        }
        next = entry.offset() + 1;
    }

    private boolean isComplete(Entry entry) {
        boolean metaAlone = entry.meta() != null && entry.blocks().isEmpty();
        return rows >= minRows || metaAlone && !batchMeta;
    }
}
