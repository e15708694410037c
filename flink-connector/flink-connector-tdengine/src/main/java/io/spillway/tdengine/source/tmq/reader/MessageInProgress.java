/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TmqMessage;

/**
 * A message that is being emitted: which rows of it were done before, and which is next. Task
 * thread only.
 */
final class MessageInProgress {

    private final Received.Message message;
    private final long rows;
    private final long doneBefore;
    private int block;
    private int row;
    private long passed;
    private boolean begun;

    /**
     * @param rowsDone rows from the message's beginning on that are done, maybe more than it has
     */
    MessageInProgress(Received.Message message, long rowsDone) {
        this.message = message;
        this.rows = message.rows();
        this.doneBefore = Math.min(rowsDone, rows);
        pass(doneBefore);
    }

    TmqMessage content() {
        return message.content();
    }

    Received.Message received() {
        return message;
    }

    /** Rows of the message, done or not. */
    long rows() {
        return rows;
    }

    /** Rows of the message that were done before it came. */
    long doneBefore() {
        return doneBefore;
    }

    /** Rows of the message that are done, whenever. */
    long passed() {
        return passed;
    }

    boolean done() {
        return passed == rows;
    }

    /** True once, for the first turn. */
    boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Index of the block with the next row. */
    int block() {
        return block;
    }

    /** The next row within its block. */
    int row() {
        return row;
    }

    /** Moves over rows. */
    void pass(long count) {
        long left = count;
        passed += count;
        while (left > 0) {
            int inBlock = content().blocks().get(block).data().rows() - row;
            if (left < inBlock) {
                row += (int) left;
                return;
            }
            left -= inBlock;
            block++;
            row = 0;
        }
        skipEmptyBlocks();
    }

    private void skipEmptyBlocks() {
        while (block < content().blocks().size()
                && row == content().blocks().get(block).data().rows()) {
            block++;
            row = 0;
        }
    }
}
