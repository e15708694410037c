/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

import java.time.Duration;

/**
 * How a server finds out that a client is gone.
 *
 * @param period between two pings
 * @param patience how long after the last pong the connection is dropped
 */
public record Heartbeat(Duration period, Duration patience) {

    /** The adapter's own. */
    public static final Heartbeat ADAPTER =
            new Heartbeat(Duration.ofSeconds(54), Duration.ofSeconds(60));

    public Heartbeat {
        if (period.isZero() || period.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "Pings need a positive period and patience, not " + period + ", " + patience);
        }
    }
}
