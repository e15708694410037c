/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.topic.ConsumerGroups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All consumers of a server and their groups. They outlive an outage. Thread-safe. */
public final class GroupRegistry implements ConsumerGroups {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRegistry.class);
    private static final int MAX_GROUPS_OF_TOPIC = 100;

    private final Engine engine;
    private final GroupTiming timing;
    private final ScheduledExecutorService timers;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private final Map<Consumer, List<AutoCloseable>> consumers = new LinkedHashMap<>();
    private final Map<Group, CompletableFuture<Void>> rebalances = new HashMap<>();

    public GroupRegistry(Engine engine, GroupTiming timing, ScheduledExecutorService timers) {
        this.engine = engine;
        this.timing = timing;
        this.timers = timers;
        long period = timing.checkPeriod().toNanos();
        timers.scheduleWithFixedDelay(this::check, period, period, TimeUnit.NANOSECONDS);
    }

    /**
     * Makes a consumer, which has joined nothing yet.
     *
     * @param freeze silences its connection
     */
    static Consumer newConsumer(String user, ConsumerConfig config, Runnable freeze) {
        return new Consumer(ThreadLocalRandom.current().nextLong(), user, config, freeze);
    }

    /** Joins the groups of topics, and waits until they have assigned their vgroups. */
    void join(Consumer consumer, Collection<String> topics)
            throws TaosException, InterruptedException {
        List<Topic> found = new ArrayList<>();
        for (String topic : topics) {
            found.add(engine.topic(topic));
        }
        List<Group> joined = new ArrayList<>();
        List<CompletableFuture<Void>> assigned = new ArrayList<>();
        synchronized (this) {
            List<AutoCloseable> listeners = new ArrayList<>();
            for (Topic topic : found) {
                Group group = group(consumer.config().group(), topic);
                group.join(consumer);
                joined.add(group);
                assigned.add(rebalanceSoon(group));
                listeners.add(topic.onAppend(consumer::dataArrived));
            }
            consumers.put(consumer, listeners);
        }
        try {
            CompletableFuture.allOf(assigned.toArray(CompletableFuture[]::new)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A rebalance failed", e.getCause());
        }
        consumer.subscribed(joined);
    }

    private Group group(String name, Topic topic) throws TaosException {
        Key key = new Key(name, topic.name());
        Group group = groups.get(key);
        if (group == null) {
            long others = groups.keySet().stream().filter(k -> k.topic.equals(key.topic)).count();
            if (others >= MAX_GROUPS_OF_TOPIC) {
                throw TmqErrors.tooManyGroups();
            }
            group = new Group(name, topic);
            groups.put(key, group);
        }
        return group;
    }

    /** Leaves its groups; others get its vgroups soon. */
    synchronized void leave(Consumer consumer) {
        List<AutoCloseable> listeners = consumers.remove(consumer);
        if (listeners != null) {
            listeners.forEach(GroupRegistry::close);
        }
        for (Group group : groups.values()) {
            if (group.members().contains(consumer)) {
                group.leave(consumer);
                rebalanceSoon(group);
            }
        }
    }

    /**
     * Forgets the consumers of a group; each learns of it when it polls.
     *
     * @return how many
     */
    public synchronized int evict(String group) {
        List<Consumer> members = members(group);
        members.forEach(this::evict);
        return members.size();
    }

    /** Forgets the consumers of a topic, of one group or of all. */
    synchronized void evict(@Nullable String groupName, String topic) {
        for (Group group : groups.values()) {
            if (group.topic().name().equals(topic)
                    && (groupName == null || group.name().equals(groupName))) {
                group.members().forEach(this::evict);
            }
        }
    }

    /**
     * Silences the connections of a group's consumers, which keep their vgroups.
     *
     * @return how many
     */
    public synchronized int freeze(String group) {
        List<Consumer> members = members(group);
        members.forEach(Consumer::freeze);
        return members.size();
    }

    private List<Consumer> members(String group) {
        return consumers.keySet().stream()
                .filter(consumer -> consumer.config().group().equals(group))
                .toList();
    }

    private void evict(Consumer consumer) {
        leave(consumer);
        consumer.evicted();
    }

    private synchronized void check() {
        consumers.keySet().stream().filter(Consumer::isLate).toList().forEach(this::evict);
        for (Group group : groups.values()) {
            if (group.hasNewVgroups()) {
                rebalanceSoon(group);
            }
        }
    }

    private CompletableFuture<Void> rebalanceSoon(Group group) {
        return rebalances.computeIfAbsent(
                group,
                ignored -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    timers.schedule(
                            () -> rebalance(group, done),
                            timing.rebalanceDelay().toNanos(),
                            TimeUnit.NANOSECONDS);
                    return done;
                });
    }

    private void rebalance(Group group, CompletableFuture<Void> done) {
        synchronized (this) {
            rebalances.remove(group);
        }
        try {
            group.rebalance();
            group.members().forEach(Consumer::assignmentChanged);
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public synchronized boolean isSubscribed(String topic) {
        return groups.values().stream()
                .anyMatch(
                        group -> group.topic().name().equals(topic) && !group.members().isEmpty());
    }

    @Override
    public synchronized void dropTopic(String topic) {
        evict(null, topic);
        groups.keySet().removeIf(key -> key.topic.equals(topic));
    }

    @Override
    public synchronized boolean dropGroup(String name, String topic, boolean force)
            throws TaosException {
        Group group = groups.get(new Key(name, topic));
        if (group == null) {
            return false;
        }
        if (force) {
            evict(name, topic);
        } else if (!group.members().isEmpty()) {
            throw TmqErrors.groupUsed();
        }
        groups.remove(new Key(name, topic));
        return true;
    }

    @Override
    public synchronized List<Object[]> subscriptions() {
        return GroupTables.subscriptions(List.copyOf(groups.values()));
    }

    @Override
    public synchronized List<Object[]> consumers() {
        return GroupTables.consumers(consumers.keySet(), List.copyOf(groups.values()));
    }

    private static void close(@Nullable AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            LOG.warn("A topic's listener was not removed", e);
        }
    }

    private record Key(String group, String topic) {}
}
