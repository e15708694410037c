/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * What to ask a cursor for.
 *
 * @param value the sequence, or epoch milliseconds; 0 for the other types
 */
@Experimental
public record CursorSpec(Type type, long value) {

    /** Kinds of positions, as on the wire. */
    public enum Type {
        OLDEST,
        /** The last record, inclusive. */
        LATEST,
        SYSTEM_TIME,
        SEQUENCE
    }

    public static CursorSpec oldest() {
        return new CursorSpec(Type.OLDEST, 0);
    }

    /** At the last record: reading from it returns that record again. */
    public static CursorSpec latest() {
        return new CursorSpec(Type.LATEST, 0);
    }

    public static CursorSpec systemTime(long epochMillis) {
        return new CursorSpec(Type.SYSTEM_TIME, epochMillis);
    }

    public static CursorSpec sequence(long sequence) {
        return new CursorSpec(Type.SEQUENCE, sequence);
    }
}
