/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The consumers that share a subscription: each reads some shards, no shard is read by two. A shard
 * that changes hands is first taken from the one and given to the other when it was let go; the
 * children of a split or merge are given out when their parents were read to the end. Thread-safe.
 */
public final class ConsumerGroup {

    private final Clock clock;

    /** In the order they joined. */
    private final Map<String, Member> members = new LinkedHashMap<>();

    /** Who reads a shard, or has yet to let it go. */
    private final Map<String, String> owners = new HashMap<>();

    private final Set<String> taken = new HashSet<>();
    private final Set<String> readToEnd = new HashSet<>();
    private long joined;
    private long planVersion;

    ConsumerGroup(Clock clock) {
        this.clock = clock;
    }

    /**
     * Adds a consumer.
     *
     * @param sessionTimeout how long it may be silent before its shards are given to others
     */
    public synchronized Member join(Duration sessionTimeout) {
        long number = ++joined;
        String id = clock.millis() + "-" + number;
        Member member = new Member(id, number, sessionTimeout);
        member.lastSeen = clock.millis();
        members.put(id, member);
        return member;
    }

    /**
     * Hears from a consumer.
     *
     * @param held the shards it reads
     * @param ended the shards it has read to their end
     * @param shards all shards of the topic
     * @return the shards it is to read from now on
     */
    public synchronized GroupPlan heartbeat(
            String id,
            long version,
            Collection<String> held,
            Collection<String> ended,
            Collection<Shard> shards) {
        Member member = member(id, version);
        readToEnd.addAll(ended);
        Map<String, String> before = effective();
        owners.entrySet()
                .removeIf(
                        owned ->
                                owned.getValue().equals(id)
                                        && taken.contains(owned.getKey())
                                        && !held.contains(owned.getKey()));
        plan(shards);
        if (!effective().equals(before)) {
            planVersion++;
        }
        return new GroupPlan(planVersion, planOf(member));
    }

    /** Hears what a consumer let go or has read to the end. */
    public synchronized void sync(
            String id, long version, Collection<String> released, Collection<String> ended) {
        member(id, version);
        readToEnd.addAll(ended);
        Map<String, String> before = effective();
        for (String shardId : released) {
            owners.remove(shardId, id);
        }
        owners.keySet().removeAll(ended);
        if (!effective().equals(before)) {
            planVersion++;
        }
    }

    /** Lets a consumer go; its shards are given to others. */
    public synchronized void leave(String id, long version) {
        member(id, version);
        members.remove(id);
        owners.values().removeIf(id::equals);
        planVersion++;
    }

    /** Who is in the group now, in the order they joined, each with its shards. */
    public synchronized Map<String, List<String>> assignment() {
        expire();
        Map<String, List<String>> assignment = new LinkedHashMap<>();
        members.forEach((id, member) -> assignment.put(id, planOf(member)));
        return assignment;
    }

    /** Shards whose offsets were set anew may have to be read once more. */
    synchronized void readAgain(Collection<String> shardIds) {
        readToEnd.removeAll(shardIds);
    }

    private Member member(String id, long version) {
        expire();
        Member member = members.get(id);
        if (member == null || member.versionId != version) {
            throw new DataHubException(
                    ErrorCode.NO_SUCH_CONSUMER, "The consumer '" + id + "' is not in the group.");
        }
        member.lastSeen = clock.millis();
        return member;
    }

    private void expire() {
        long now = clock.millis();
        boolean gone =
                members.values().removeIf(m -> m.lastSeen + m.sessionTimeout.toMillis() < now);
        if (gone) {
            owners.values().retainAll(members.keySet());
            planVersion++;
        }
    }

    private List<String> planOf(Member member) {
        return owners.entrySet().stream()
                .filter(owned -> owned.getValue().equals(member.id))
                .map(Map.Entry::getKey)
                .filter(shardId -> !taken.contains(shardId))
                .sorted()
                .toList();
    }

    /** Who reads what, shards about to change hands left out. */
    private Map<String, String> effective() {
        Map<String, String> effective = new HashMap<>(owners);
        effective.keySet().removeAll(taken);
        return effective;
    }

    /** Gives out what is free, and takes from those who have more than their share. */
    private void plan(Collection<Shard> shards) {
        Set<String> listed = new HashSet<>();
        shards.forEach(shard -> listed.add(shard.id()));
        List<String> readable =
                shards.stream()
                        .filter(shard -> !readToEnd.contains(shard.id()))
                        .filter(shard -> shard.parents().stream().allMatch(p -> isDone(p, listed)))
                        .map(Shard::id)
                        .toList();
        owners.keySet().retainAll(readable);
        taken.clear();
        int share = readable.size() / members.size();
        int larger = readable.size() % members.size();
        Map<String, Integer> counts = new LinkedHashMap<>();
        members.keySet().forEach(id -> counts.put(id, 0));
        for (String shardId : readable) {
            String owner = owners.get(shardId);
            if (owner == null) {
                continue;
            }
            int count = counts.get(owner);
            if (count < share || (count == share && larger > 0)) {
                larger -= count == share ? 1 : 0;
                counts.put(owner, count + 1);
            } else {
                taken.add(shardId);
            }
        }
        for (String shardId : readable) {
            if (!owners.containsKey(shardId)) {
                String fewest = fewest(counts);
                owners.put(shardId, fewest);
                counts.merge(fewest, 1, Integer::sum);
            }
        }
    }

    private boolean isDone(String parent, Set<String> listed) {
        return readToEnd.contains(parent) || !listed.contains(parent);
    }

    private static String fewest(Map<String, Integer> counts) {
        String fewest = null;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (fewest == null || entry.getValue() < counts.get(fewest)) {
                fewest = entry.getKey();
            }
        }
        return fewest;
    }

    /** A consumer, known by its id together with its version. */
    public static final class Member {

        private final String id;
        private final long versionId;
        private final Duration sessionTimeout;
        private long lastSeen;

        private Member(String id, long versionId, Duration sessionTimeout) {
            this.id = id;
            this.versionId = versionId;
            this.sessionTimeout = sessionTimeout;
        }

        public String id() {
            return id;
        }

        public long versionId() {
            return versionId;
        }

        public Duration sessionTimeout() {
            return sessionTimeout;
        }
    }
}
