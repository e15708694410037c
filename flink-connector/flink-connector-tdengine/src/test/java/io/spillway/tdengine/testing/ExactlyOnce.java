/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Publishes what comes through once a checkpoint has it, as a transactional sink does; tasks stay
 * independent of each other. Only for jobs that keep their parallelism.
 */
public final class ExactlyOnce extends RichMapFunction<String, String>
        implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private static final Map<String, ConcurrentMap<String, List<String>>> PUBLISHED =
            new ConcurrentHashMap<>();

    private final String name;
    private transient List<String> current;
    private transient NavigableMap<Long, List<String>> pending;
    private transient ListState<Tuple2<Long, String>> state;

    public ExactlyOnce(String name) {
        this.name = name;
        PUBLISHED.put(name, new ConcurrentHashMap<>());
    }

    /** What completed checkpoints have, in no order. */
    public static List<String> published(String name) {
        List<String> rows = new ArrayList<>();
        PUBLISHED.get(name).values().forEach(rows::addAll);
        return rows;
    }

    @Override
    public String map(String row) {
        current.add(row);
        return row;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        current = new ArrayList<>();
        pending = new TreeMap<>();
        state =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "pending", Types.TUPLE(Types.LONG, Types.STRING)));
        // the checkpoint is complete, though this task may not have been told
        for (Tuple2<Long, String> row : state.get()) {
            pending.computeIfAbsent(row.f0, checkpoint -> new ArrayList<>()).add(row.f1);
        }
        publish(Long.MAX_VALUE);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        pending.put(context.getCheckpointId(), current);
        current = new ArrayList<>();
        state.clear();
        for (Map.Entry<Long, List<String>> checkpoint : pending.entrySet()) {
            for (String row : checkpoint.getValue()) {
                state.add(Tuple2.of(checkpoint.getKey(), row));
            }
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        publish(checkpointId);
    }

    private void publish(long upTo) {
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        NavigableMap<Long, List<String>> complete = pending.headMap(upTo, true);
        complete.forEach(
                (checkpoint, rows) ->
                        PUBLISHED.get(name).putIfAbsent(subtask + "/" + checkpoint, rows));
        complete.clear();
    }
}
