/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;

/** Passes on what it gets, and once, after a number of elements, waits until it is let go on. */
public final class BlockOnce implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

    /** Where it waits, across restarts. */
    public static final class Gate {
        private final AtomicInteger elements = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        /** Opens when the gate is reached. */
        public CountDownLatch reached() {
            return reached;
        }

        public void open() {
            opened.countDown();
        }
    }

    private final String name;
    private final int after;

    public BlockOnce(String name, int after) {
        this.name = name;
        this.after = after;
        GATES.put(name, new Gate());
    }

    public static Gate gate(String name) {
        return GATES.get(name);
    }

    @Override
    public String map(String element) throws InterruptedException {
        Gate gate = gate(name);
        if (gate.elements.incrementAndGet() > after) {
            gate.reached.countDown();
            gate.opened.await();
        }
        return element;
    }
}
