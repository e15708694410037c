/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.Cursor;
import io.spillway.local.datahub.topic.RecordView;
import java.nio.charset.StandardCharsets;

/**
 * What a read of a shard found.
 *
 * @param cursor where it was read from
 * @param records what was found there; empty at the tail
 * @param latestSequence of the shard's last record, -1 if there is none
 * @param latestTime system time of that record, -1 if there is none
 */
public record ReadResult(String cursor, RecordView records, long latestSequence, long latestTime) {

    /** Where to read on: the same cursor if nothing was found. */
    byte[] nextCursor() {
        return records.size() == 0
                ? cursor.getBytes(StandardCharsets.US_ASCII)
                : nextCursor(records.size() - 1);
    }

    /** Of the entry at an index; the records of a batch have one cursor. */
    byte[] cursor(int index) {
        return Cursor.at(records.sequence(index), records.systemTime(index));
    }

    byte[] nextCursor(int index) {
        return index + 1 < records.size()
                ? cursor(index + 1)
                : Cursor.after(records.sequence(index), records.systemTime(index));
    }
}
