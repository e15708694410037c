/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureBudgetTest {

    private static final RetryPolicy THREE_IN_A_SECOND =
            new RetryPolicy(
                    3, Duration.ofMillis(10), 2, Duration.ofMillis(35), 0, Duration.ofSeconds(1));

    private final FailureBudget budget = new FailureBudget(THREE_IN_A_SECOND);
    private final RandomGenerator random = new SplittableRandom(7);

    @Test
    void attemptsRunOut() {
        assertThat(budget.spend(FailureKind.RETRYABLE, 0)).isTrue();
        assertThat(budget.spend(FailureKind.RETRYABLE, 1)).isTrue();
        assertThat(budget.spend(FailureKind.RETRYABLE, 2)).isFalse();
        assertThat(budget.failures()).isEqualTo(3);
    }

    @Test
    void timeRunsOutFromTheFirstFailureOn() {
        long start = Duration.ofHours(5).toNanos();
        assertThat(budget.spend(FailureKind.RETRYABLE, start)).isTrue();
        assertThat(budget.spend(FailureKind.RETRYABLE, start + Duration.ofSeconds(2).toNanos()))
                .isFalse();
    }

    @Test
    void aSuccessBeginsAnew() {
        budget.spend(FailureKind.RETRYABLE, 0);
        budget.spend(FailureKind.RETRYABLE, 0);
        budget.reset();
        assertThat(budget.failures()).isZero();
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(10));
        // the clock of the first failure begins anew too
        assertThat(budget.spend(FailureKind.RETRYABLE, Duration.ofDays(1).toNanos())).isTrue();
    }

    @Test
    void throttlingOnlyMakesPausesLonger() {
        for (int i = 0; i < 100; i++) {
            assertThat(budget.spend(FailureKind.THROTTLED, Duration.ofDays(i).toNanos())).isTrue();
        }
        assertThat(budget.failures()).isZero();
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(35));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"FATAL", "RECORD"})
    void whatDoesNotPassIsNeverTriedAgain(FailureKind kind) {
        assertThat(budget.spend(kind, 0)).isFalse();
    }

    @Test
    void pausesGrowToTheLongest() {
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(10));
        budget.spend(FailureKind.RETRYABLE, 0);
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(10));
        budget.spend(FailureKind.RETRYABLE, 0);
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(20));
        budget.spend(FailureKind.RETRYABLE, 0);
        assertThat(budget.pause(random)).isEqualTo(Duration.ofMillis(35));
    }
}
