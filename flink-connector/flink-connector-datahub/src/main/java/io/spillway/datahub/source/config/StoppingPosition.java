/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/** Where a bounded source stops. Decided once, when the job starts without state. */
@PublicEvolving
public final class StoppingPosition implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of stopping positions. */
    public enum Kind {
        LATEST,
        TIMESTAMP
    }

    private static final StoppingPosition LATEST = new StoppingPosition(Kind.LATEST, 0);

    private final Kind kind;
    private final long timestampMillis;

    private StoppingPosition(Kind kind, long timestampMillis) {
        this.kind = kind;
        this.timestampMillis = timestampMillis;
    }

    /** After the records that are there when the job starts. */
    public static StoppingPosition latest() {
        return LATEST;
    }

    /**
     * Before the first record whose system time is not before the given one, and not after those
     * that are there when the job starts.
     *
     * @param timestampMillis epoch milliseconds; a time to come means now
     */
    public static StoppingPosition timestamp(long timestampMillis) {
        return new StoppingPosition(Kind.TIMESTAMP, timestampMillis);
    }

    /** As {@link #timestamp(long)}. */
    public static StoppingPosition timestamp(Instant timestamp) {
        return timestamp(timestamp.toEpochMilli());
    }

    public Kind kind() {
        return kind;
    }

    /** Epoch milliseconds; 0 unless the kind is {@link Kind#TIMESTAMP}. */
    public long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public String toString() {
        return kind == Kind.TIMESTAMP
                ? "timestamp " + Instant.ofEpochMilli(timestampMillis)
                : "latest";
    }
}
