/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Where a job that starts without state begins to read the vgroups of its topic. Vgroups that
 * appear later are read from their beginning, and restored state always wins.
 */
@PublicEvolving
public final class StartingOffsets implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of starting offsets. */
    @PublicEvolving
    public enum Kind {
        EARLIEST,
        LATEST,
        COMMITTED,
        SPECIFIC
    }

    private static final StartingOffsets EARLIEST =
            new StartingOffsets(Kind.EARLIEST, Kind.EARLIEST, Map.of());
    private static final StartingOffsets LATEST =
            new StartingOffsets(Kind.LATEST, Kind.LATEST, Map.of());

    private final Kind kind;
    private final Kind otherwise;
    private final Map<Integer, Long> offsets;

    private StartingOffsets(Kind kind, Kind otherwise, Map<Integer, Long> offsets) {
        this.kind = kind;
        this.otherwise = otherwise;
        this.offsets = Map.copyOf(offsets);
    }

    /** The oldest row the write-ahead log still has. */
    public static StartingOffsets earliest() {
        return EARLIEST;
    }

    /** Only rows written after the job started. */
    public static StartingOffsets latest() {
        return LATEST;
    }

    /**
     * What the consumer group committed.
     *
     * @param otherwise where to begin a vgroup that nothing was committed for: {@link #earliest()}
     *     or {@link #latest()}
     */
    public static StartingOffsets committed(StartingOffsets otherwise) {
        Objects.requireNonNull(otherwise, "otherwise");
        if (otherwise.kind != Kind.EARLIEST && otherwise.kind != Kind.LATEST) {
            throw new IllegalArgumentException(
                    "Where nothing was committed, begin at earliest or latest, not " + otherwise);
        }
        return new StartingOffsets(Kind.COMMITTED, otherwise.kind, Map.of());
    }

    /**
     * Offsets by vgroup.
     *
     * @param offsets of the next message of each vgroup; vgroups that are not named begin at the
     *     oldest row kept
     */
    public static StartingOffsets specific(Map<Integer, Long> offsets) {
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("Starting from specific offsets needs at least one");
        }
        offsets.forEach(
                (vgroup, offset) -> {
                    if (offset < 0) {
                        throw new IllegalArgumentException(
                                "The starting offset of vgroup "
                                        + vgroup
                                        + " must not be negative, is "
                                        + offset);
                    }
                });
        return new StartingOffsets(Kind.SPECIFIC, Kind.EARLIEST, offsets);
    }

    public Kind kind() {
        return kind;
    }

    /** Where to begin a vgroup that this says nothing about: EARLIEST or LATEST. */
    public Kind otherwise() {
        return otherwise;
    }

    /** The offset asked for, null if none was. */
    @Nullable
    public Long specificOffset(int vgroupId) {
        return offsets.get(vgroupId);
    }

    /** By vgroup; empty unless the kind is {@link Kind#SPECIFIC}. */
    public Map<Integer, Long> specificOffsets() {
        return offsets;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EARLIEST -> "earliest";
            case LATEST -> "latest";
            case COMMITTED -> "committed";
            case SPECIFIC -> "specific offsets " + offsets;
        };
    }
}
