/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * A consumer group's share in one topic: who has which vgroup, and what was committed. Thread-safe.
 */
final class Group {

    private final String name;
    private final Topic topic;
    private final List<Consumer> members = new ArrayList<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private Map<Integer, Consumer> owners = Map.of();
    private List<Integer> vgroups = List.of();

    Group(String name, Topic topic) {
        this.name = name;
        this.topic = topic;
    }

    String name() {
        return name;
    }

    Topic topic() {
        return topic;
    }

    synchronized void join(Consumer consumer) {
        if (!members.contains(consumer)) {
            members.add(consumer);
        }
    }

    synchronized void leave(Consumer consumer) {
        members.remove(consumer);
    }

    synchronized List<Consumer> members() {
        return List.copyOf(members);
    }

    synchronized boolean hasNewVgroups() {
        return !members.isEmpty() && !vgroups.equals(topic.vgroupIds());
    }

    /** Gives the vgroups to those who are members now. */
    synchronized void rebalance() {
        vgroups = topic.vgroupIds();
        Map<Integer, Consumer> before = owners;
        owners = Assignor.assign(vgroups, before, members);
        for (int vgroup : vgroups) {
            if (!Objects.equals(before.get(vgroup), owners.get(vgroup))) {
                topic.appendMark(vgroup);
            }
        }
    }

    synchronized Map<Integer, Consumer> owners() {
        return Map.copyOf(owners);
    }

    /** The vgroups of a consumer, ascending. */
    synchronized List<Integer> vgroupsOf(Consumer consumer) {
        return vgroups.stream().filter(vgroup -> owners.get(vgroup) == consumer).toList();
    }

    synchronized void requireOwner(int vgroup, Consumer consumer) throws TaosException {
        if (owners.get(vgroup) != consumer) {
            throw TmqErrors.mismatch();
        }
    }

    /** The offset to go on from; null if there is none. */
    @Nullable
    synchronized Long committed(int vgroup) {
        return committed.get(vgroup);
    }

    synchronized void commit(int vgroup, long offset, Consumer consumer) throws TaosException {
        requireOwner(vgroup, consumer);
        committed.put(vgroup, offset);
    }
}
