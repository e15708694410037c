/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.util.List;
import javax.annotation.Nullable;

/**
 * What stands at one sequence of a shard: a record, or the records of a batch, which share it.
 *
 * @param bodies what {@link RecordBody} keeps of each record
 * @param batch the batch as it was written, null for a record written alone
 */
public record LogEntry(List<byte[]> bodies, @Nullable byte[] batch) {

    static LogEntry of(byte[] body) {
        return new LogEntry(List.of(body), null);
    }

    /** Bytes of the bodies. */
    public long size() {
        long size = 0;
        for (byte[] body : bodies) {
            size += body.length;
        }
        return size;
    }
}
