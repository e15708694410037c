/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallGuardTest {

    private final StallGuard guard = new StallGuard(Duration.ofSeconds(60));

    @Test
    void tellsWhenNothingMovesForTooLong() {
        assertThat(stalled(progress(10, 1), 0)).isFalse();
        assertThat(stalled(progress(10, 2), 60)).isFalse();
        assertThat(stalled(progress(10, 9), 61)).as("checkpoints are no progress").isTrue();
    }

    @Test
    void anyMoveStartsTheTimeAnew() {
        assertThat(stalled(progress(10, 1), 0)).isFalse();
        assertThat(stalled(progress(11, 1), 59)).isFalse();
        assertThat(stalled(progress(11, 1), 118)).isFalse();
        assertThat(stalled(progress(11, 1), 120)).isTrue();
    }

    private boolean stalled(Progress progress, long second) {
        return guard.isStalled(progress, TimeUnit.SECONDS.toNanos(second));
    }

    private static Progress progress(long delivered, long checkpoint) {
        return new Progress(20, 20, 10, delivered, 0, checkpoint);
    }
}
