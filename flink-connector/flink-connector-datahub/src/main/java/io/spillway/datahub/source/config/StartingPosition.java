/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Where a job that starts without state begins to read the shards that exist then. Shards that
 * appear later are always read from their beginning, and restored state always wins.
 */
@PublicEvolving
public final class StartingPosition implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of starting positions. */
    public enum Kind {
        EARLIEST,
        LATEST,
        TIMESTAMP
    }

    private static final StartingPosition EARLIEST = new StartingPosition(Kind.EARLIEST, 0);
    private static final StartingPosition LATEST = new StartingPosition(Kind.LATEST, 0);

    private final Kind kind;
    private final long timestampMillis;

    private StartingPosition(Kind kind, long timestampMillis) {
        this.kind = kind;
        this.timestampMillis = timestampMillis;
    }

    /** The oldest record kept. */
    public static StartingPosition earliest() {
        return EARLIEST;
    }

    /** Only records that are written after the job started. */
    public static StartingPosition latest() {
        return LATEST;
    }

    /**
     * The first record whose system time is not before the given one.
     *
     * @param timestampMillis epoch milliseconds; a time to come means now
     */
    public static StartingPosition timestamp(long timestampMillis) {
        return new StartingPosition(Kind.TIMESTAMP, timestampMillis);
    }

    /** As {@link #timestamp(long)}. */
    public static StartingPosition timestamp(Instant timestamp) {
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
                : kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
