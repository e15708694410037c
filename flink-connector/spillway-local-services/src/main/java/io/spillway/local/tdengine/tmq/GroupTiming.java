/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import java.time.Duration;

/**
 * How fast a server reacts to what its consumers do.
 *
 * @param rebalanceDelay from a consumer's coming or going to the new assignment; consumers that
 *     come meanwhile share it
 * @param checkPeriod between two looks for consumers that did not poll in time, and for new vgroups
 */
public record GroupTiming(Duration rebalanceDelay, Duration checkPeriod) {

    public GroupTiming {
        if (rebalanceDelay.isNegative() || checkPeriod.isNegative() || checkPeriod.isZero()) {
            throw new IllegalArgumentException(
                    "A check period must be positive, a rebalance delay not negative: "
                            + checkPeriod
                            + ", "
                            + rebalanceDelay);
        }
    }
}
