/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * How far a subscription has come in one shard.
 *
 * @param timestamp system time of the last processed record in epoch milliseconds, -1 if none
 * @param sequence of the last processed record, -1 if none
 * @param version goes up with every reset
 * @param sessionId goes up with every opening; 0 before the first
 */
public record Offset(long timestamp, long sequence, int batchIndex, long version, long sessionId) {

    static final Offset FRESH = new Offset(-1, -1, 0, 0, 0);

    Offset opened() {
        return new Offset(timestamp, sequence, batchIndex, version, sessionId + 1);
    }

    Offset movedTo(Offset other) {
        return new Offset(other.timestamp, other.sequence, other.batchIndex, version, sessionId);
    }

    Offset resetTo(Offset other) {
        return new Offset(
                other.timestamp, other.sequence, other.batchIndex, version + 1, sessionId);
    }
}
