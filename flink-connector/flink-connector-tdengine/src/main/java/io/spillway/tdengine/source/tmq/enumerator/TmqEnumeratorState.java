/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator knows, as checkpointed.
 *
 * @param topic the topic the state is of
 * @param started whether the vgroups of the first start were given out, so that those found from
 *     then on are read from their beginning
 * @param complete whether all vgroups of a bounded source are read
 * @param waiting splits no reader has, and where to read them from
 * @param finished splits that are read to their stop
 */
@Internal
public record TmqEnumeratorState(
        String topic,
        boolean started,
        boolean complete,
        List<TmqSplit> waiting,
        List<TmqSplit> finished) {

    public TmqEnumeratorState {
        waiting = List.copyOf(waiting);
        finished = List.copyOf(finished);
    }

    /** The state of a job that starts for the first time. */
    public static TmqEnumeratorState initial(String topic) {
        return new TmqEnumeratorState(topic, false, false, List.of(), List.of());
    }
}
