/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** One processing-time timer that is only ever moved forward; fires on the task thread. */
@Internal
final class WakeUp implements ProcessingTimeService.ProcessingTimeCallback {

    private final ProcessingTimeService time;
    private final TaskStep action;
    @Nullable private ScheduledFuture<?> timer;
    private long armedFor;
    private boolean cancelled;

    /**
     * @param action must bear being called early
     */
    WakeUp(ProcessingTimeService time, TaskStep action) {
        this.time = time;
        this.action = action;
    }

    /** Wakes up at this processing time, or earlier if it was asked to before. */
    void at(long millis) {
        if (cancelled || timer != null && armedFor <= millis) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        armedFor = millis;
        timer = time.registerTimer(millis, this);
    }

    void cancel() {
        cancelled = true;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void onProcessingTime(long timestamp) throws IOException, InterruptedException {
        if (cancelled) {
            return;
        }
        // a timer that was replaced may still fire: its mail was already on the way
        if (timestamp == armedFor) {
            timer = null;
        }
        action.run();
    }
}
