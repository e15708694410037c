/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.tmq.ConsumerConfig.Reset;

/**
 * Where a consumer is in one vgroup, as its client library keeps it. Offsets below 0 are not known
 * yet. Guarded by the consumer.
 */
final class Position {

    private static final long UNKNOWN = -1;

    private final Group group;
    private final int vgroup;
    private long begin = UNKNOWN;
    private long end = UNKNOWN;
    private long walBegin = UNKNOWN;
    private long walEnd = UNKNOWN;
    private boolean seeked;
    private boolean prefetched;

    Position(Group group, int vgroup) {
        this.group = group;
        this.vgroup = vgroup;
    }

    Group group() {
        return group;
    }

    int vgroup() {
        return vgroup;
    }

    /** Whether a message waits to be polled; no other is read before it is. */
    boolean isPrefetched() {
        return prefetched;
    }

    /** Whether polls or seeks have told where it is. */
    boolean isKnown() {
        return begin != UNKNOWN;
    }

    /** The offset of the last message, or of a seek. */
    long begin() {
        return begin;
    }

    long walBegin() {
        return walBegin;
    }

    long walEnd() {
        return walEnd;
    }

    /** The offset to read next. */
    long next(Reset reset) throws TaosException {
        return end != UNKNOWN ? end : resolve(reset);
    }

    /** Where a new consumer of the group begins. */
    long resolve(Reset reset) throws TaosException {
        Long committed = group.committed(vgroup);
        if (committed != null) {
            return committed;
        }
        Topic topic = group.topic();
        return switch (reset) {
            case EARLIEST -> topic.begin(vgroup);
            case LATEST -> topic.end(vgroup);
            case NONE -> throw TmqErrors.noCommittedOffset();
        };
    }

    /** Remembers the range of the log as it is now. */
    void look() {
        walBegin = group.topic().begin(vgroup);
        walEnd = group.topic().end(vgroup);
    }

    /** A request for the next message goes out. */
    void reading() {
        seeked = false;
    }

    void prefetched() {
        prefetched = true;
    }

    /** A message is handed out; one that was under way when a seek came moves nothing. */
    void delivered(Message message) {
        prefetched = false;
        if (!seeked) {
            if (!message.isEmpty()) {
                begin = message.offset();
            }
            end = message.next();
        }
        walBegin = message.walBegin();
        walEnd = message.walEnd();
    }

    void seek(long offset) throws TaosException {
        requireInRange(offset);
        begin = offset;
        end = offset;
        seeked = true;
    }

    /** Where it is. */
    long position(Reset reset) throws TaosException {
        requireLooked();
        return end != UNKNOWN ? end : resolve(reset);
    }

    boolean hasPosition() {
        return end != UNKNOWN;
    }

    void requireInRange(long offset) throws TaosException {
        requireLooked();
        if (offset < walBegin || offset > walEnd) {
            throw TmqErrors.outOfRange();
        }
    }

    private void requireLooked() throws TaosException {
        if (walBegin == UNKNOWN) {
            throw TmqErrors.notInitialized();
        }
    }
}
