/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** Processing time that passes when the test says so. */
final class ManualTime implements ProcessingTimeService {

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(timer -> timer.at));
    private long now = 1_000_000;
    private boolean silent;

    @Override
    public long getCurrentProcessingTime() {
        return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
        Timer timer = new Timer(timestamp, target);
        if (!silent) {
            timers.add(timer);
        }
        return timer;
    }

    /** No timer fires any more, as in an operator that has finished; time still passes. */
    void silence() {
        silent = true;
        timers.clear();
    }

    /** Lets time pass; fires what becomes due. */
    void advance(long millis) {
        long until = now + millis;
        while (pendingTimers() > 0 && timers.element().at <= until) {
            fireNext();
        }
        now = until;
    }

    /** Lets time pass until the next timer; false if there is none. */
    boolean advanceToNextTimer() {
        if (pendingTimers() == 0) {
            return false;
        }
        fireNext();
        return true;
    }

    int pendingTimers() {
        timers.removeIf(FutureTask::isCancelled);
        return timers.size();
    }

    private void fireNext() {
        Timer timer = timers.remove();
        now = Math.max(now, timer.at);
        timer.run();
        try {
            timer.get();
        } catch (Exception e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final long at;

        Timer(long at, ProcessingTimeCallback target) {
            super(
                    () -> {
                        target.onProcessingTime(at);
                        return null;
                    });
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }
}
