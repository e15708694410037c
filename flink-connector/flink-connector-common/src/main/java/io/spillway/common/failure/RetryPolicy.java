/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How often, and after which delays, something is tried again: exponential back-off with jitter,
 * bounded by attempts and by elapsed time, whichever is reached first.
 *
 * <p>Immutable and thread-safe.
 *
 * @param maxAttempts attempts in all, the first one included; at least 1
 * @param initialDelay delay before the second attempt
 * @param factor growth of the delay per attempt, at least 1
 * @param maxDelay upper bound of a single delay, before jitter
 * @param jitter share of the delay that is random, 0 (none) to 1 (anything from 0 to the delay)
 * @param maxElapsed time since the first failure after which no further attempt is made
 */
@PublicEvolving
public record RetryPolicy(
        int maxAttempts,
        Duration initialDelay,
        double factor,
        Duration maxDelay,
        double jitter,
        Duration maxElapsed)
        implements Serializable {

    /** 10 attempts from 100 ms doubling to 10 s, a fifth of it jitter, for at most 5 minutes. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(
                    10,
                    Duration.ofMillis(100),
                    2.0,
                    Duration.ofSeconds(10),
                    0.2,
                    Duration.ofMinutes(5));

    /** A single attempt, no retry. */
    public static final RetryPolicy NONE =
            new RetryPolicy(1, Duration.ZERO, 1.0, Duration.ZERO, 0.0, Duration.ZERO);

    public RetryPolicy {
        require(maxAttempts >= 1, "maxAttempts must be at least 1, is " + maxAttempts);
        require(!initialDelay.isNegative(), "initialDelay must not be negative: " + initialDelay);
        require(factor >= 1.0, "factor must be at least 1, is " + factor);
        require(!maxDelay.isNegative(), "maxDelay must not be negative: " + maxDelay);
        require(jitter >= 0.0 && jitter <= 1.0, "jitter must be from 0 to 1, is " + jitter);
        require(!maxElapsed.isNegative(), "maxElapsed must not be negative: " + maxElapsed);
    }

    /**
     * Whether another attempt may follow.
     *
     * @param attemptsMade attempts already made, at least 1
     * @param sinceFirstFailure time since the first of them failed
     */
    public boolean allowsAnother(int attemptsMade, Duration sinceFirstFailure) {
        return attemptsMade < maxAttempts && sinceFirstFailure.compareTo(maxElapsed) <= 0;
    }

    /** The delay before the attempt that follows {@code attemptsMade} (at least 1) attempts. */
    public Duration delayAfter(int attemptsMade, RandomGenerator random) {
        double grown = initialDelay.toMillis() * Math.pow(factor, attemptsMade - 1.0);
        double capped = Math.min(grown, maxDelay.toMillis());
        double fixed = capped * (1.0 - jitter);
        return Duration.ofMillis(Math.round(fixed + random.nextDouble() * (capped - fixed)));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
