/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Runs the steps of mails and timers; what one throws fails the job, now or at the next call. Of
 * the task thread.
 */
@Internal
final class GuardedSteps implements TaskStep.Guard {

    private final BooleanSupplier started;
    private boolean stopped;
    @Nullable private Exception failure;

    /**
     * @param started whether the writer has become able to write; before, a failure is only kept
     */
    GuardedSteps(BooleanSupplier started) {
        this.started = started;
    }

    @Override
    public void run(TaskStep step) throws IOException, InterruptedException {
        if (stopped) {
            return;
        }
        try {
            step.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
            if (started.getAsBoolean()) {
                throw e;
            }
            // A task that fails while the job still starts hides its reason behind the messages
            // that no longer reach it; the first write or checkpoint tells it instead.
        }
    }

    /** Fails if a step has failed. */
    void rethrowFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Lets all later steps pass by. */
    void stop() {
        stopped = true;
    }
}
