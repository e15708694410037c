/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.Internal;

/**
 * Counts the failures of one thing since its last success. Throttling makes the pauses longer but
 * never uses up the attempts: the service is well and only asks for patience.
 */
@Internal
public final class FailureBudget {

    private final RetryPolicy policy;
    private int failures;
    private int throttles;
    private long firstFailureNanos;

    public FailureBudget(RetryPolicy policy) {
        this.policy = policy;
    }

    public void reset() {
        failures = 0;
        throttles = 0;
    }

    public int failures() {
        return failures;
    }

    /** Counts a failure; whether the call may be made again. */
    public boolean spend(FailureKind kind, long nowNanos) {
        if (kind == FailureKind.THROTTLED) {
            throttles++;
            return true;
        }
        if (kind != FailureKind.RETRYABLE) {
            return false;
        }
        if (failures++ == 0) {
            firstFailureNanos = nowNanos;
        }
        return policy.allowsAnother(failures, Duration.ofNanos(nowNanos - firstFailureNanos));
    }

    /** The pause before the next attempt. */
    public Duration pause(RandomGenerator random) {
        return policy.delayAfter(Math.max(1, failures + throttles), random);
    }
}
