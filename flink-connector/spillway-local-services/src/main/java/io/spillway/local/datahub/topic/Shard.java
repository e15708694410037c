/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** One shard: a range of hash keys and a log. Thread-safe; only appending and sealing lock. */
public final class Shard {

    private static final String NOT_ACTIVE = "The specified shard is not active.";

    private final String id;
    private final HashRange range;
    private final List<String> parents;
    private final long createTime;
    private final long openTime;
    private final Clock clock;
    private final ShardLog log = new ShardLog();

    /** Epoch milliseconds, 0 while open; ahead of the clock while closing. */
    private volatile long closedTime;

    private volatile boolean resting;

    Shard(String id, HashRange range, List<String> parents, long openingMillis, Clock clock) {
        this.id = id;
        this.range = range;
        this.parents = List.copyOf(parents);
        this.clock = clock;
        this.createTime = clock.millis();
        this.openTime = createTime + openingMillis;
    }

    public String id() {
        return id;
    }

    /** The shards this one came from; empty for a shard as old as its topic. */
    public List<String> parents() {
        return parents;
    }

    /** Epoch milliseconds. */
    public long createTime() {
        return createTime;
    }

    /** Epoch milliseconds, 0 while the shard is open; ahead of the clock while it is closing. */
    public long closedTime() {
        return closedTime;
    }

    public String beginHashKey() {
        return range.beginHex();
    }

    public String endHashKey() {
        return range.endHex();
    }

    /** The key in the middle of the range, where a split makes even halves. */
    public String middleHashKey() {
        return new HashRange(range.middle(), range.end()).beginHex();
    }

    public ShardState state() {
        long closed = closedTime;
        if (closed != 0) {
            return clock.millis() < closed ? ShardState.CLOSING : ShardState.CLOSED;
        }
        if (resting) {
            return ShardState.INACTIVE;
        }
        return clock.millis() < openTime ? ShardState.OPENING : ShardState.ACTIVE;
    }

    /** Takes no records until it is activated. */
    public void rest() {
        resting = true;
    }

    /** Takes records again. */
    public void activate() {
        resting = false;
    }

    /** Whole seconds between its creation and its end, or now. */
    public long activeSeconds() {
        long end = closedTime == 0 ? clock.millis() : Math.min(closedTime, clock.millis());
        return Math.max(0, end - createTime) / 1000;
    }

    HashRange range() {
        return range;
    }

    /** Everything retained. */
    public RecordView records() {
        return log.view();
    }

    /** Refuses writes to a shard that does not take any now. */
    void requireWritable() {
        switch (state()) {
            case CLOSED, CLOSING ->
                    throw new DataHubException(ErrorCode.INVALID_SHARD_OPERATION, NOT_ACTIVE);
            case OPENING, INACTIVE ->
                    throw new DataHubException(
                            ErrorCode.SHARD_NOT_READY, "The specified shard is not ready.");
            case ACTIVE -> {}
        }
    }

    synchronized void append(List<LogEntry> entries) {
        requireWritable();
        // a clock that is set back must not make times of a shard run backwards
        log.append(entries, Math.max(clock.millis(), log.view().lastTime()));
    }

    synchronized void close(Duration closing) {
        closedTime = Math.max(1, clock.millis() + closing.toMillis());
    }

    synchronized void expire(long before) {
        log.expire(before);
    }

    boolean hasRecordsBefore(long time) {
        RecordView view = log.view();
        return view.size() > 0 && view.systemTime(0) < time;
    }

    public CursorAnswer oldest() {
        return answer(log.view(), 0);
    }

    /** At the last record, not after it. */
    public CursorAnswer latest() {
        RecordView view = log.view();
        return answer(view, Math.max(0, view.size() - 1));
    }

    /** At the first record of a time or later. */
    public CursorAnswer atTime(long time) {
        if (time > clock.millis()) {
            throw new DataHubException(
                    ErrorCode.SEEK_OUT_OF_RANGE, "Time in seek request is out of range.");
        }
        RecordView view = log.view();
        return answer(view, view.indexOfTime(time));
    }

    /** At a record, or just after the last one. */
    public CursorAnswer atSequence(long sequence) {
        if (sequence < 0) {
            throw DataHubException.invalidParameter("The sequence must not be negative.");
        }
        RecordView view = log.view();
        if (sequence < view.firstSequence() || sequence > view.nextSequence()) {
            throw new DataHubException(
                    ErrorCode.SEEK_OUT_OF_RANGE, "Sequence in seek request is out of range.");
        }
        return answer(view, (int) (sequence - view.firstSequence()));
    }

    /**
     * Reads from a cursor.
     *
     * @param limit most records wanted, or most batches
     * @param batches whether the limit counts batches
     * @param maxBytes the bodies together are not larger, unless the first entry alone is
     */
    public RecordView read(String cursor, int limit, boolean batches, int maxBytes) {
        long position = Cursor.position(cursor);
        // first the seal, then the log: a sealed log is complete
        ShardState state = state();
        RecordView view = log.view();
        if (position > view.nextSequence()) {
            throw Cursor.invalid();
        }
        if (position < view.firstSequence()) {
            throw Cursor.expired();
        }
        if (position == view.nextSequence() && state == ShardState.CLOSED) {
            throw new DataHubException(ErrorCode.INVALID_SHARD_OPERATION, NOT_ACTIVE);
        }
        int index = (int) (position - view.firstSequence());
        int count = 0;
        long units = 0;
        long bytes = 0;
        while (index + count < view.size()) {
            LogEntry entry = view.entry(index + count);
            units += batches ? 1 : entry.bodies().size();
            bytes += entry.size();
            // a batch has one cursor: it is read as a whole, even if it alone is too much
            if (count > 0 && (units > limit || bytes > maxBytes)) {
                break;
            }
            count++;
        }
        return view.part(index, count);
    }

    private static CursorAnswer answer(RecordView view, int index) {
        if (index < view.size()) {
            long sequence = view.sequence(index);
            long time = view.systemTime(index);
            return new CursorAnswer(Cursor.at(sequence, time), sequence, time);
        }
        long next = view.nextSequence();
        byte[] cursor = next == 0 ? Cursor.at(0, 0) : Cursor.after(next - 1, view.lastTime());
        return new CursorAnswer(cursor, next, view.lastTime());
    }
}
