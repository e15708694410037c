/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.failure.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Looks up the lanes: one look-up at a time, at least a second apart, tried again while the failure
 * is passing. Lives on the task thread.
 */
@Internal
final class LaneRefresher<E> {

    private static final long MIN_INTERVAL_MILLIS = 1000;

    private final LaneRouter<E> router;
    private final WriterSettings settings;
    private final WriterRuntime runtime;
    private final WakeUp timer;
    private final TaskStep onFound;
    private final TaskStep.Guard guard;

    private boolean running;
    private boolean routed;
    private boolean asked;
    private int attempts;
    private long firstFailureMillis;
    private long nextStart = Long.MIN_VALUE;
    @Nullable private String goneLane;
    @Nullable private Runnable found;

    /**
     * @param guard runs whatever a mail or timer makes this object do
     * @param onFound called on the task thread when lanes were found and wait for {@link #install}
     */
    LaneRefresher(
            LaneRouter<E> router,
            WriterSettings settings,
            WriterRuntime runtime,
            TaskStep.Guard guard,
            TaskStep onFound) {
        this.router = router;
        this.settings = settings;
        this.runtime = runtime;
        this.guard = guard;
        this.onFound = onFound;
        timer = new WakeUp(runtime.time(), () -> guard.run(this::startIfDue));
    }

    /** Whether lanes were found at least once. */
    boolean routed() {
        return routed;
    }

    /** Whether lanes were found that are not installed yet: nothing may be sent meanwhile. */
    boolean installPending() {
        return found != null;
    }

    /** Asks for a look-up; does nothing if one is under way. */
    void request(@Nullable String lane) {
        if (running) {
            return;
        }
        running = true;
        attempts = 0;
        goneLane = lane;
        askAt(Math.max(nextStart, runtime.time().getCurrentProcessingTime()));
    }

    /** Takes the new lanes over; no request may be in flight. */
    void install() {
        Runnable action = found;
        found = null;
        running = false;
        action.run();
        routed = true;
    }

    void close() {
        timer.cancel();
    }

    private void askAt(long millis) {
        nextStart = millis;
        asked = true;
        startIfDue();
    }

    /** Starts a look-up that was asked for, now if it is time. */
    void startIfDue() {
        long now = runtime.time().getCurrentProcessingTime();
        if (!asked) {
            return;
        }
        if (now < nextStart) {
            timer.at(nextStart);
            return;
        }
        asked = false;
        nextStart = now + MIN_INTERVAL_MILLIS;
        attempts++;
        router.refresh(goneLane)
                .whenComplete(
                        (action, failure) ->
                                runtime.mailbox()
                                        .execute(
                                                () -> guard.run(() -> answered(action, failure)),
                                                "Lanes of a sink were looked up"));
    }

    private void answered(@Nullable Runnable action, @Nullable Throwable failure)
            throws IOException, InterruptedException {
        if (failure == null) {
            found = action;
            onFound.run();
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        long now = runtime.time().getCurrentProcessingTime();
        if (attempts == 1) {
            firstFailureMillis = now;
        }
        RetryPolicy policy = settings.retryPolicy();
        if (!isPassing(cause)
                || !policy.allowsAnother(attempts, Duration.ofMillis(now - firstFailureMillis))) {
            throw new IOException(
                    "Cannot find where to write to "
                            + settings.target()
                            + " (attempts: "
                            + attempts
                            + "): "
                            + cause.getMessage(),
                    cause);
        }
        long delay = policy.delayAfter(attempts, ThreadLocalRandom.current()).toMillis();
        askAt(Math.max(nextStart, now + delay));
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof ServiceException service
                && (service.kind() == FailureKind.RETRYABLE
                        || service.kind() == FailureKind.THROTTLED);
    }
}
