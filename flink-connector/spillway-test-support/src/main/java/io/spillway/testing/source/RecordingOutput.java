/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;

/** Keeps what a reader emits. */
public final class RecordingOutput extends TestingReaderOutput<String> {

    private final List<Long> timestamps = new ArrayList<>();
    private final List<String> released = new ArrayList<>();

    @Override
    public void collect(String record, long timestamp) {
        super.collect(record, timestamp);
        timestamps.add(timestamp);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        released.add(splitId);
    }

    public List<Long> timestamps() {
        return timestamps;
    }

    public List<String> released() {
        return released;
    }
}
