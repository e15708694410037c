/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.common.failure.FailureBudget;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the splits once and hands them out to whoever asks: fast readers get more. Splits of a
 * failed reader are handed out again.
 */
@Internal
public final class ScanEnumerator implements SplitEnumerator<ScanSplit, ScanEnumeratorState> {

    private static final Logger LOG = LoggerFactory.getLogger(ScanEnumerator.class);

    private final SplitEnumeratorContext<ScanSplit> context;
    private final ScanConfig config;
    private final Deque<ScanSplit> unassigned;
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private boolean planned;
    private Map<Integer, Long> boundary;
    @Nullable private TDengineGateway gateway;
    private volatile boolean closed;

    public ScanEnumerator(
            SplitEnumeratorContext<ScanSplit> context,
            ScanConfig config,
            ScanEnumeratorState state) {
        this.context = context;
        this.config = config;
        this.planned = state.planned();
        this.boundary = state.boundary();
        this.unassigned = new ArrayDeque<>(state.unassigned());
    }

    @Override
    public void start() {
        if (!planned) {
            gateway = config.gateways().create();
            plan(new ScanPlanner(gateway, config), new FailureBudget(config.retries()))
                    .whenComplete(this::deliver);
        }
    }

    /** The offsets behind the newest of each vgroup before the first row was read. */
    public Map<Integer, Long> boundary() {
        return boundary;
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        waiting.add(subtaskId);
        assign();
    }

    @Override
    public void addSplitsBack(List<ScanSplit> splits, int subtaskId) {
        waiting.remove(subtaskId);
        splits.forEach(unassigned::addFirst);
        assign();
    }

    @Override
    public void addReader(int subtaskId) {
        // readers ask for splits
    }

    @Override
    public ScanEnumeratorState snapshotState(long checkpointId) {
        return new ScanEnumeratorState(planned, boundary, new ArrayList<>(unassigned));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (gateway != null) {
            gateway.close();
        }
    }

    private CompletableFuture<ScanPlan> plan(ScanPlanner planner, FailureBudget budget) {
        return planner.plan().exceptionallyCompose(failure -> planAgain(planner, budget, failure));
    }

    private CompletableFuture<ScanPlan> planAgain(
            ScanPlanner planner, FailureBudget budget, Throwable failure) {
        Throwable cause = unwrap(failure);
        FailureKind kind =
                cause instanceof ServiceException service ? service.kind() : FailureKind.FATAL;
        if (!budget.spend(kind, System.nanoTime())) {
            return CompletableFuture.failedFuture(
                    new IOException(
                            "Cannot plan the scan of "
                                    + config.target()
                                    + ": "
                                    + cause.getMessage(),
                            cause));
        }
        LOG.warn("Planning the scan of {} is tried again: {}", config.target(), cause.getMessage());
        long pause = budget.pause(ThreadLocalRandom.current()).toMillis();
        Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> planner, later)
                .thenCompose(same -> plan(same, budget));
    }

    /** To the coordinator's thread, where a failure fails the job. */
    private void deliver(@Nullable ScanPlan plan, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        Throwable cause = failure == null ? null : unwrap(failure);
        context.callAsync(
                () -> {
                    if (cause != null) {
                        throw cause instanceof Exception e ? e : new IllegalStateException(cause);
                    }
                    return plan;
                },
                this::planned);
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private void planned(@Nullable ScanPlan plan, @Nullable Throwable failure) {
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        planned = true;
        boundary = plan.boundary();
        unassigned.addAll(plan.splits());
        assign();
    }

    private void assign() {
        if (!planned) {
            return;
        }
        while (!waiting.isEmpty()) {
            int subtask = waiting.pollFirst();
            if (!context.registeredReaders().containsKey(subtask)) {
                continue;
            }
            ScanSplit split = unassigned.poll();
            if (split == null) {
                context.signalNoMoreSplits(subtask);
            } else {
                context.assignSplit(split, subtask);
            }
        }
    }
}
