/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * The context as the enumerator of the table or that of the topic sees it. Coordinator thread only.
 *
 * @param <S> the splits of the part
 */
final class PartContext<S extends SourceSplit> implements SplitEnumeratorContext<S> {

    private final SplitEnumeratorContext<SourceSplit> whole;
    private final Class<S> splits;
    private final IntConsumer onNoMoreSplits;

    /**
     * @param splits the kind of splits the part knows
     * @param onNoMoreSplits told the reader that the part has no more for
     */
    PartContext(
            SplitEnumeratorContext<SourceSplit> whole,
            Class<S> splits,
            IntConsumer onNoMoreSplits) {
        this.whole = whole;
        this.splits = splits;
        this.onNoMoreSplits = onNoMoreSplits;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return whole.metricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        whole.sendEventToSourceReader(subtask, event);
    }

    @Override
    public int currentParallelism() {
        return whole.currentParallelism();
    }

    /** A reader that was restored with splits of the table may have gone on to the topic since. */
    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        Map<Integer, ReaderInfo> readers = new HashMap<>();
        whole.registeredReaders()
                .forEach(
                        (subtask, info) -> {
                            List<SourceSplit> reported = info.getReportedSplitsOnRegistration();
                            readers.put(
                                    subtask,
                                    ReaderInfo.createReaderInfo(
                                            subtask,
                                            info.getLocation(),
                                            reported.stream().filter(splits::isInstance).toList()));
                        });
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<S> assignment) {
        Map<Integer, List<SourceSplit>> byReader = new HashMap<>();
        assignment.assignment().forEach((reader, of) -> byReader.put(reader, List.copyOf(of)));
        whole.assignSplits(new SplitsAssignment<>(byReader));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        onNoMoreSplits.accept(subtask);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        whole.callAsync(callable, handler);
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable,
            BiConsumer<T, Throwable> handler,
            long initialDelayMillis,
            long periodMillis) {
        whole.callAsync(callable, handler, initialDelayMillis, periodMillis);
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        whole.runInCoordinatorThread(runnable);
    }
}
