/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.stack;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.annotation.Internal;

/** Services that were opened; closed in the reverse order. Thread-safe. */
@Internal
final class OpenedServices implements Closeable {

    private final Deque<AutoCloseable> services = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T service) {
        services.push(service);
        return service;
    }

    /**
     * Closes all of them, whatever happens to each.
     *
     * @throws IOException with all that went wrong
     */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!services.isEmpty()) {
            AutoCloseable service = services.pop();
            try {
                service.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IOException("Could not close " + service, e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
