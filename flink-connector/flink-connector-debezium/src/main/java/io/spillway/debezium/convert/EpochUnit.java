/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import org.apache.flink.annotation.PublicEvolving;

/** The unit of a date-time or time of day that came as a number without a schema. */
@PublicEvolving
public enum EpochUnit {
    MILLIS(1_000L),
    MICROS(1_000_000L),
    NANOS(1_000_000_000L);

    private final long perSecond;

    EpochUnit(long perSecond) {
        this.perSecond = perSecond;
    }

    long perSecond() {
        return perSecond;
    }

    long nanos() {
        return 1_000_000_000L / perSecond;
    }
}
