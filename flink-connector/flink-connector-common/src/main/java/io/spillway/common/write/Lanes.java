/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** All lanes, and what waits in them altogether. */
@Internal
final class Lanes<E> {

    private final Map<String, Lane<E>> byId = new HashMap<>();
    private final List<Lane<E>> inTurn = new ArrayList<>();
    private int turn;

    /** The one asked for last: entries often come several for a lane. */
    @Nullable private Lane<E> last;

    private int waitingRecords;
    private long waitingBytes;

    int waitingRecords() {
        return waitingRecords;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** The lane of that id, made if it is new. */
    Lane<E> of(String id) {
        Lane<E> lane = last;
        if (lane != null && lane.id.equals(id)) {
            return lane;
        }
        lane = byId.get(id);
        if (lane == null) {
            lane = new Lane<>(id);
            byId.put(id, lane);
            inTurn.add(lane);
        }
        last = lane;
        return lane;
    }

    /** How well the lane of an id could take another entry now. */
    LaneLoad loadOf(String id, WriteLimits limits, long now) {
        Lane<E> lane = byId.get(id);
        if (lane == null) {
            return LaneLoad.LOW;
        }
        if (lane.parked || lane.blockedUntil > now) {
            return LaneLoad.HELD_BACK;
        }
        return lane.isFull(limits) ? LaneLoad.FULL : LaneLoad.LOW;
    }

    /** Whether no more may wait. */
    boolean isFull(WriteLimits limits) {
        return waitingRecords >= limits.maxBufferedRecords()
                || waitingBytes >= limits.maxBufferedBytes();
    }

    /**
     * Whether a lane holds so much of the buffer that the others would be short of room: each of
     * them is left a batch, up to half the buffer altogether. Without that, one lane that is
     * throttled would fill the buffer and slow down the others long before they have to wait for
     * it.
     */
    boolean isOverfull(Lane<E> lane, WriteLimits limits) {
        long others = inTurn.size() - 1L;
        int records = limits.maxBufferedRecords();
        long bytes = limits.maxBufferedBytes();
        return lane.waiting.records()
                        >= records - Math.min(records / 2, others * limits.maxBatchRecords())
                || lane.waiting.bytes()
                        >= bytes - Math.min(bytes / 2, others * limits.maxBatchBytes());
    }

    void add(Lane<E> lane, E entry, int bytes, long sequence, long arrival) {
        lane.waiting.add(entry, bytes, sequence, arrival);
        waitingRecords++;
        waitingBytes += bytes;
    }

    void add(Lane<E> lane, BufferedEntry<E> entry) {
        lane.waiting.addBuffered(entry);
        waitingRecords++;
        waitingBytes += entry.bytes;
    }

    /** Takes the oldest entries of a lane that fit into one batch, at least one. */
    EntryBatch<E> cut(Lane<E> lane, WriteLimits limits) {
        EntryQueue<E> waiting = lane.waiting;
        EntryBatch<E> batch =
                waiting.take(waiting.fitting(limits.maxBatchRecords(), limits.maxBatchBytes()));
        waitingRecords -= batch.size();
        waitingBytes -= batch.bytes();
        return batch;
    }

    void putBack(Lane<E> lane, List<BufferedEntry<E>> entries) {
        lane.waiting.putBack(entries);
        waitingRecords += entries.size();
        for (BufferedEntry<E> entry : entries) {
            waitingBytes += entry.bytes;
        }
    }

    /** All lanes; begins with another one each time so that none starves. */
    Iterable<Lane<E>> inTurn() {
        List<Lane<E>> lanes = new ArrayList<>(inTurn.size());
        int size = inTurn.size();
        for (int i = 0; i < size; i++) {
            lanes.add(inTurn.get((turn + i) % size));
        }
        turn = size == 0 ? 0 : (turn + 1) % size;
        return lanes;
    }

    /** The lane with most bytes waiting among those that pass, null if none does. */
    @Nullable
    Lane<E> largest(Predicate<Lane<E>> filter) {
        Lane<E> largest = null;
        for (Lane<E> lane : inTurn) {
            if (filter.test(lane)
                    && (largest == null || lane.waiting.bytes() > largest.waiting.bytes())) {
                largest = lane;
            }
        }
        return largest;
    }

    /**
     * Moves all waiting entries to a list, oldest first, and forgets the lanes.
     *
     * @return the forgotten lanes, for the back-off of those that will be used again
     */
    Map<String, Lane<E>> drainTo(List<BufferedEntry<E>> entries) {
        Map<String, Lane<E>> former = new HashMap<>(byId);
        for (Lane<E> lane : inTurn) {
            EntryBatch<E> all = lane.waiting.take(lane.waiting.records());
            for (int i = 0; i < all.size(); i++) {
                entries.add(all.buffered(i));
            }
        }
        entries.sort(Comparator.comparingLong(e -> e.sequence));
        byId.clear();
        last = null;
        inTurn.clear();
        turn = 0;
        waitingRecords = 0;
        waitingBytes = 0;
        return former;
    }
}
