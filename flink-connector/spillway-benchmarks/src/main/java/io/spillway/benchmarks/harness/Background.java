/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Work on a thread of its own. */
public final class Background {

    private Background() {}

    /** Work that may fail. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /** Starts the work; the future fails as it does. */
    public static Future<?> run(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                task.run();
                                done.complete(null);
                            } catch (Throwable e) {
                                done.completeExceptionally(e);
                            }
                        },
                        "benchmark");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
