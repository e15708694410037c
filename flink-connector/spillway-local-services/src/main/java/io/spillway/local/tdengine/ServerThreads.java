/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a server beside those of its connections. */
final class ServerThreads implements AutoCloseable {

    private static final int IDLE_SECONDS = 60;

    private final ExecutorService workers;
    private final ScheduledExecutorService timers;

    ServerThreads() {
        // what comes up while the server is closing is forgotten
        RejectedExecutionHandler forget = new ThreadPoolExecutor.DiscardPolicy();
        workers =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        daemons("local-tdengine-worker"),
                        forget);
        timers = new ScheduledThreadPoolExecutor(1, daemons("local-tdengine-timer"), forget);
    }

    /** Run requests: as many as there are at a time, for each may wait. */
    ExecutorService workers() {
        return workers;
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
