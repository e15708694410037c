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
 * independent of each other.
 */
public final class ExactlyOnce extends RichMapFunction<String, String>
        implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    /** By name: rows by subtask, checkpoint and number, whichever task publishes them. */
    private static final Map<String, ConcurrentMap<String, String>> PUBLISHED =
            new ConcurrentHashMap<>();

    private final String name;
    private transient List<String> current;
    private transient NavigableMap<Long, List<Tuple2<String, String>>> pending;
    private transient ListState<Tuple2<String, String>> state;

    /** Jobs of the same name, one after the other, publish together. */
    public ExactlyOnce(String name) {
        this.name = name;
        PUBLISHED.putIfAbsent(name, new ConcurrentHashMap<>());
    }

    /** What completed checkpoints have, in no order. */
    public static List<String> published(String name) {
        return new ArrayList<>(PUBLISHED.get(name).values());
    }

    /** Begins anew with a name. */
    public static void forget(String name) {
        PUBLISHED.put(name, new ConcurrentHashMap<>());
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
                                        "pending", Types.TUPLE(Types.STRING, Types.STRING)));
        // the checkpoint is complete, though the task that took it may not have been told
        for (Tuple2<String, String> row : state.get()) {
            publish(row);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        List<Tuple2<String, String>> rows = new ArrayList<>();
        for (String row : current) {
            rows.add(Tuple2.of(subtask + "/" + context.getCheckpointId() + "/" + rows.size(), row));
        }
        pending.put(context.getCheckpointId(), rows);
        current = new ArrayList<>();
        state.clear();
        for (List<Tuple2<String, String>> checkpoint : pending.values()) {
            state.addAll(checkpoint);
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        NavigableMap<Long, List<Tuple2<String, String>>> complete =
                pending.headMap(checkpointId, true);
        complete.values().forEach(rows -> rows.forEach(this::publish));
        complete.clear();
    }

    private void publish(Tuple2<String, String> row) {
        PUBLISHED.get(name).putIfAbsent(row.f0, row.f1);
    }
}
