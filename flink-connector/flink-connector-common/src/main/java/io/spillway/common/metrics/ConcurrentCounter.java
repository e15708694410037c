/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;

/** A counter that may be counted up on any thread; Flink's own is of one thread. */
@Internal
public final class ConcurrentCounter implements Counter {

    private final LongAdder adder = new LongAdder();

    @Override
    public void inc() {
        adder.increment();
    }

    @Override
    public void inc(long n) {
        adder.add(n);
    }

    @Override
    public void dec() {
        adder.decrement();
    }

    @Override
    public void dec(long n) {
        adder.add(-n);
    }

    @Override
    public long getCount() {
        return adder.sum();
    }
}
