/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.split.TmqPosition;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which splits wait for a reader, and which are done. Readers hold all others. Coordinator thread
 * only.
 */
final class SplitBook {

    private final Map<Integer, TmqSplit> waiting = new TreeMap<>();
    private final Map<Integer, TmqSplit> given = new TreeMap<>();
    private final Map<Integer, TmqSplit> finished = new TreeMap<>();
    private final boolean bounded;
    private final boolean completeAtStart;
    private boolean started;
    private boolean complete;

    SplitBook(TmqEnumeratorState state, boolean bounded) {
        this.bounded = bounded;
        this.started = state.started();
        state.waiting().forEach(split -> waiting.put(split.vgroupId(), split));
        state.finished().forEach(split -> finished.put(split.vgroupId(), split));
        this.completeAtStart = state.complete() && bounded;
        this.complete = completeAtStart;
    }

    /** A reader was lost, and maybe what it has finished since its checkpoint with it. */
    void readerLost() {
        complete &= completeAtStart;
    }

    /**
     * Takes splits of a reader that was restored or lost. Of two states of a vgroup the further one
     * counts: the other is what a reader had before another got it.
     */
    void takeBack(Collection<TmqSplit> splits) {
        for (TmqSplit split : splits) {
            given.remove(split.vgroupId());
            finished.remove(split.vgroupId());
            waiting.merge(split.vgroupId(), split, SplitBook::further);
            // a reader that is set back may have to read again what was finished
            complete &= split.exhausted();
        }
    }

    /** The vgroups that are known already, whether done or not. */
    Set<Integer> known() {
        Set<Integer> known = new TreeSet<>(waiting.keySet());
        known.addAll(finished.keySet());
        return known;
    }

    /** The splits of the readers that the server gave the vgroups to; all wait no longer. */
    Map<Integer, List<TmqSplit>> give(
            Map<Integer, List<OwnedVgroup>> byReader, StartOffsetResolver resolver) {
        Map<Integer, List<TmqSplit>> plan = new HashMap<>();
        List<TmqSplit> all = new ArrayList<>();
        byReader.forEach(
                (reader, vgroups) -> {
                    List<TmqSplit> splits = new ArrayList<>();
                    for (OwnedVgroup vgroup : vgroups) {
                        TmqSplit saved =
                                waiting.getOrDefault(
                                        vgroup.vgroupId(), finished.get(vgroup.vgroupId()));
                        splits.add(resolver.resolve(vgroup, saved, !started));
                    }
                    if (!splits.isEmpty()) {
                        plan.put(reader, splits);
                        all.addAll(splits);
                    }
                });
        Map<Integer, TmqSplit> gone = new TreeMap<>(waiting);
        all.forEach(split -> gone.remove(split.vgroupId()));
        gone.values().forEach(resolver::vgroupGone);
        waiting.clear();
        given.clear();
        all.forEach(split -> given.put(split.vgroupId(), split));
        started = true;
        return plan;
    }

    /** A reader has read vgroups to their stop. */
    void finish(Collection<Integer> vgroupIds) {
        for (int vgroupId : vgroupIds) {
            TmqSplit split = given.get(vgroupId);
            if (split != null) {
                finished.put(vgroupId, split.at(TmqPosition.at(split.stopOffset())));
            }
        }
        complete = bounded && started && finished.keySet().containsAll(given.keySet());
    }

    /** Whether all vgroups of a bounded source are read. */
    boolean complete() {
        return complete;
    }

    int waitingCount() {
        return waiting.size();
    }

    TmqEnumeratorState snapshot(String topic) {
        return new TmqEnumeratorState(
                topic,
                started,
                complete,
                List.copyOf(waiting.values()),
                List.copyOf(finished.values()));
    }

    private static TmqSplit further(TmqSplit one, TmqSplit other) {
        TmqPosition a = one.position();
        TmqPosition b = other.position();
        if (a.offset() != b.offset()) {
            return a.offset() > b.offset() ? one : other;
        }
        return a.rowsDone() >= b.rowsDone() ? one : other;
    }
}
