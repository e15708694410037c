/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.enumerator.ScanEnumeratorState;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorState;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator knows at a checkpoint: of the table while it is read, of the topic from then
 * on.
 *
 * @param table null once the topic is followed
 * @param boundary where the topic's vgroups are begun; empty until the topic is followed
 * @param topic null while the table is read
 */
@Internal
public record InitialState(
        @Nullable ScanEnumeratorState table,
        Map<Integer, Long> boundary,
        @Nullable TmqEnumeratorState topic) {

    public InitialState {
        if ((table == null) == (topic == null)) {
            throw new IllegalArgumentException("A state is of the table or of the topic");
        }
        boundary = Map.copyOf(boundary);
    }

    static InitialState ofTable(ScanEnumeratorState table) {
        return new InitialState(table, Map.of(), null);
    }

    static InitialState ofTopic(Map<Integer, Long> boundary, TmqEnumeratorState topic) {
        return new InitialState(null, boundary, topic);
    }
}
