/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local services open in this JVM. When the JVM ends before they are closed (Ctrl-C, {@code
 * System.exit}), they are closed in the reverse order of their start: Connect before the Kafka it
 * writes to and the PostgreSQL it reads from.
 *
 * <p>Shutdown hooks of their own would run at the same time and in no order. Thread-safe.
 */
public final class OpenServices {

    private static final Logger LOG = LoggerFactory.getLogger(OpenServices.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static boolean hooked;

    private OpenServices() {}

    /** Adds a service that has just started. */
    public static void add(AutoCloseable service) {
        synchronized (OPEN) {
            if (!hooked) {
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(OpenServices::shutDown, "spillway-services-shutdown"));
                hooked = true;
            }
            OPEN.push(service);
        }
    }

    /** Forgets a service that is closed; does nothing if it is not known. */
    public static void remove(AutoCloseable service) {
        synchronized (OPEN) {
            OPEN.remove(service);
        }
    }

    private static void shutDown() {
        Thread closer = new Thread(OpenServices::closeAll, "spillway-services-closer");
        closer.setDaemon(true);
        closer.start();
        try {
            // A service that hangs must not keep the JVM from ending.
            closer.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll() {
        for (AutoCloseable service = last(); service != null; service = last()) {
            try {
                service.close();
            } catch (Exception e) {
                LOG.warn("Could not close {}", service, e);
            }
        }
    }

    @Nullable
    private static AutoCloseable last() {
        synchronized (OPEN) {
            return OPEN.poll();
        }
    }
}
