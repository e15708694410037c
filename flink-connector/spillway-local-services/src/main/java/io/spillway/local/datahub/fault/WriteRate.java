/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.fault;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much each shard takes within one second of the clock. Thread-safe. */
final class WriteRate {

    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private volatile long bytesPerSecond = Long.MAX_VALUE;
    private volatile int requestsPerSecond = Integer.MAX_VALUE;

    WriteRate(Clock clock) {
        this.clock = clock;
    }

    void limit(long bytes, int requests) {
        bytesPerSecond = bytes;
        requestsPerSecond = requests;
        windows.clear();
    }

    void clear() {
        limit(Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    boolean isLimited() {
        return bytesPerSecond != Long.MAX_VALUE || requestsPerSecond != Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return bytesPerSecond + " bytes and " + requestsPerSecond + " requests per second";
    }

    /** Counts a request, unless the second is full. */
    boolean takeRequest(String shard) {
        return requestsPerSecond == Integer.MAX_VALUE || window(shard).takeRequest();
    }

    /** Counts bytes, unless the second is full; what starts below the limit may end above it. */
    boolean takeBytes(String shard, long bytes) {
        return bytesPerSecond == Long.MAX_VALUE || window(shard).takeBytes(bytes);
    }

    private Window window(String shard) {
        return windows.computeIfAbsent(shard, s -> new Window());
    }

    private final class Window {

        private long second;
        private long bytes;
        private int requests;

        synchronized boolean takeRequest() {
            roll();
            if (requests >= requestsPerSecond) {
                return false;
            }
            requests++;
            return true;
        }

        synchronized boolean takeBytes(long added) {
            roll();
            if (bytes >= bytesPerSecond) {
                return false;
            }
            bytes += added;
            return true;
        }

        private void roll() {
            long now = Math.floorDiv(clock.millis(), 1000L);
            if (now != second) {
                second = now;
                bytes = 0;
                requests = 0;
            }
        }
    }
}
