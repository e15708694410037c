/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * What goes wrong on purpose. Each knob stays set until it is used up or {@link #clear cleared}.
 * Thread-safe.
 *
 * <p>Requests are named as on the wire: {@code conn}, {@code binary_query}, {@code
 * fetch_raw_block}, {@code stmt2_prepare}, {@code stmt2_bind}, {@code stmt2_exec}, {@code insert},
 * {@code subscribe}, {@code assignment}, {@code poll}, {@code fetch_raw_data}, {@code seek} and so
 * on, and {@code rest_sql} for SQL over HTTP. {@link #ANY} means all of them.
 *
 * <pre>{@code
 * server.faults().on("stmt2_exec").skip(3).closeAfter(1); // the fourth is done, its answer lost
 * }</pre>
 */
public final class TDengineFaults {

    /** Every kind of request. */
    public static final String ANY = "*";

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ToIntFunction<String> freeze;
    private final ToIntFunction<String> evict;
    private volatile Duration latency = Duration.ZERO;

    /**
     * @param freeze what freezes the consumers of a group, and tells how many they were
     * @param evict what evicts them
     */
    public TDengineFaults(ToIntFunction<String> freeze, ToIntFunction<String> evict) {
        this.freeze = freeze;
        this.evict = evict;
    }

    /** Begins a fault of the requests of one kind, or of {@link #ANY}. */
    public FaultBuilder on(String action) {
        return new FaultBuilder(action, rules);
    }

    /** Every request is answered this much later. */
    public void latency(Duration delay) {
        latency = delay;
    }

    /** The next connections, WebSocket or HTTP, are closed before anything is answered. */
    public void refuseConnections(int connections) {
        refused.set(connections);
    }

    /**
     * The connections of a group's consumers go silent, as if their hosts hung: nothing they send
     * is read, pings go unanswered, and the server keeps their vgroups until it gives up on them.
     *
     * @return how many
     */
    public int freezeConsumers(String group) {
        return freeze.applyAsInt(group);
    }

    /**
     * The server forgets a group's consumers, as it does with those that did not poll in time:
     * their next poll meets {@code 0x03e6}.
     *
     * @return how many
     */
    public int evictConsumers(String group) {
        return evict.applyAsInt(group);
    }

    /** What is set now, by name, in words. */
    public Map<String, String> active() {
        Map<String, String> active = new TreeMap<>();
        if (!latency.isZero()) {
            active.put("latency", latency.toMillis() + " ms");
        }
        if (refused.get() > 0) {
            active.put("refuse-connections", Integer.toString(refused.get()));
        }
        for (Rule rule : rules) {
            active.merge(rule.action(), rule.toString(), (one, two) -> one + ", " + two);
        }
        return active;
    }

    /** Nothing goes wrong any more; consumers that are frozen or evicted stay so. */
    public void clear() {
        latency = Duration.ZERO;
        refused.set(0);
        rules.clear();
    }

    // what follows asks for the fault of one request, and uses it up

    public Fate take(String action) {
        Duration delay = latency;
        if (rules.isEmpty()) {
            return delay.isZero() ? Fate.GOOD : Fate.GOOD.laterBy(delay);
        }
        List<Rule> spent = new ArrayList<>();
        Fate fate = Fate.GOOD;
        for (Rule rule : rules) {
            if (fate == Fate.GOOD && rule.takes(action)) {
                fate = rule.fate();
            }
            if (rule.isSpent()) {
                spent.add(rule);
            }
        }
        rules.removeAll(spent);
        return fate.laterBy(delay);
    }

    public boolean takeRefusal() {
        return refused.get() > 0 && refused.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
}
