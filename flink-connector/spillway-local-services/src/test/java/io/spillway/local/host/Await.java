/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what a condition says; clients that only one thread may use can be asked in it. */
public final class Await {

    private Await() {}

    /** Polls on this thread until the condition holds; fails after the timeout. */
    public static void until(String what, Duration timeout, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(timeout)
                .until(condition);
    }
}
