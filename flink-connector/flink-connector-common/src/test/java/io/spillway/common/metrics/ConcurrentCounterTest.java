/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.metrics.Counter;
import org.junit.jupiter.api.Test;

class ConcurrentCounterTest {

    @Test
    void noCountOfAnyThreadIsLost() {
        Counter counter = new ConcurrentCounter();
        CompletableFuture<?>[] counting =
                IntStream.range(0, 8)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> countUp(counter)))
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(counting).join();
        // each thread adds 1 and 3 and takes back 1 and 2
        assertThat(counter.getCount()).isEqualTo(8 * 10_000);
    }

    private static void countUp(Counter counter) {
        for (int i = 0; i < 10_000; i++) {
            counter.inc();
            counter.inc(3);
            counter.dec();
            counter.dec(2);
        }
    }
}
