/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The subscriptions of one topic. Thread-safe. */
public final class Subscriptions {

    private static final int MAX_SUBSCRIPTIONS = 1000;

    private final Clock clock;
    private final AtomicInteger created = new AtomicInteger();
    private final Map<String, Subscription> byId = new ConcurrentSkipListMap<>();

    Subscriptions(Clock clock) {
        this.clock = clock;
    }

    public Subscription create(String comment) {
        if (byId.size() >= MAX_SUBSCRIPTIONS) {
            throw new DataHubException(
                    ErrorCode.RESOURCE_LIMIT, "The topic has too many subscriptions already.");
        }
        // the form of real ids: a time and five characters
        String id = String.format("%d%05d", clock.millis(), created.incrementAndGet());
        Subscription subscription = new Subscription(id, comment, clock);
        byId.put(id, subscription);
        return subscription;
    }

    public Subscription get(String id) {
        Subscription found = byId.get(id);
        if (found == null) {
            throw noSuchSubscription(id);
        }
        return found;
    }

    public void delete(String id) {
        if (byId.remove(id) == null) {
            throw noSuchSubscription(id);
        }
    }

    /** Those whose id or comment contains a text, oldest first. */
    public List<Subscription> search(String text) {
        return byId.values().stream()
                .filter(s -> s.id().contains(text) || s.comment().contains(text))
                .toList();
    }

    private static DataHubException noSuchSubscription(String id) {
        return new DataHubException(
                ErrorCode.NO_SUCH_SUBSCRIPTION, "The subscription '" + id + "' does not exist.");
    }
}
