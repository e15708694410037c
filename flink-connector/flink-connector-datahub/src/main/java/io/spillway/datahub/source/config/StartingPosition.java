/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Where a job that starts without state begins to read the shards that exist then. Shards that
 * appear later are always read from their beginning, and restored state always wins.
 */
@PublicEvolving
public final class StartingPosition implements Serializable {

    private static final long serialVersionUID = 2L;

    /** The kinds of starting positions. */
    public enum Kind {
        EARLIEST,
        LATEST,
        TIMESTAMP,
        SPECIFIC,
        SUBSCRIPTION
    }

    private static final StartingPosition EARLIEST =
            new StartingPosition(Kind.EARLIEST, 0, Map.of());
    private static final StartingPosition LATEST = new StartingPosition(Kind.LATEST, 0, Map.of());
    private static final StartingPosition SUBSCRIPTION =
            new StartingPosition(Kind.SUBSCRIPTION, 0, Map.of());

    private final Kind kind;
    private final long timestampMillis;
    private final Map<String, Long> sequences;

    private StartingPosition(Kind kind, long timestampMillis, Map<String, Long> sequences) {
        this.kind = kind;
        this.timestampMillis = timestampMillis;
        this.sequences = Map.copyOf(sequences);
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
        return new StartingPosition(Kind.TIMESTAMP, timestampMillis, Map.of());
    }

    /** As {@link #timestamp(long)}. */
    public static StartingPosition timestamp(Instant timestamp) {
        return timestamp(timestamp.toEpochMilli());
    }

    /**
     * Given records; shards that are not named begin at their oldest record.
     *
     * @param sequences the sequence of the first record to read, by shard id; each shard must exist
     */
    public static StartingPosition specific(Map<String, Long> sequences) {
        sequences.forEach(
                (shardId, sequence) -> {
                    if (sequence < 0) {
                        throw new IllegalArgumentException(
                                "The starting sequence of shard "
                                        + shardId
                                        + " must not be negative, is "
                                        + sequence);
                    }
                });
        return new StartingPosition(Kind.SPECIFIC, 0, sequences);
    }

    /**
     * Behind what the source's subscription has committed; where it has committed nothing, as the
     * subscription's settings say.
     */
    public static StartingPosition subscription() {
        return SUBSCRIPTION;
    }

    public Kind kind() {
        return kind;
    }

    /** Epoch milliseconds; 0 unless the kind is {@link Kind#TIMESTAMP}. */
    public long timestampMillis() {
        return timestampMillis;
    }

    /** First sequences by shard id; empty unless the kind is {@link Kind#SPECIFIC}. */
    public Map<String, Long> sequences() {
        return sequences;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TIMESTAMP -> "timestamp " + Instant.ofEpochMilli(timestampMillis);
            case SPECIFIC -> "sequences " + sequences;
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
