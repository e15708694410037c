/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.BatchResult;
import io.spillway.common.write.BatchResult.FailedEntry;
import io.spillway.common.write.EntryOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Writes the batches of one lane over its own connection, one at a time. A batch that is refused
 * because of some row is halved until the row is found; the halves are written one after the other,
 * so that order is kept, and a row that was to be replaced by a refused one is written after all.
 */
@Internal
final class LaneWriter {

    private static final String NOTHING_WRITTEN = "NothingWritten";

    private final RowLayout layout;
    private final RowsInserter inserter;
    private final RowDeleter deleter;
    @Nullable private final TagChanges tagChanges;
    private final boolean stopAtFirstRefusal;

    /**
     * @param tagChanges null if tags of existing tables stay
     * @param stopAtFirstRefusal whether one refused row fails the job, so that looking for more
     *     would only take time
     */
    LaneWriter(
            RowLayout layout,
            RowsInserter inserter,
            RowDeleter deleter,
            @Nullable TagChanges tagChanges,
            boolean stopAtFirstRefusal) {
        this.layout = layout;
        this.inserter = inserter;
        this.deleter = deleter;
        this.tagChanges = tagChanges;
        this.stopAtFirstRefusal = stopAtFirstRefusal;
    }

    /** Fails only with what no one expects; all else are outcomes of rows. */
    CompletableFuture<BatchResult> write(List<SinkRow> rows) {
        return applied(rows)
                .handle(
                        (none, failure) ->
                                failure == null
                                        ? CompletableFuture.completedFuture(
                                                BatchResult.allWritten())
                                        : afterFailure(rows, unwrap(failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Void> applied(List<SinkRow> rows) {
        try {
            return apply(Batch.of(rows, layout));
        } catch (RuntimeException e) {
            // a row that the statement's text cannot tell is found like one the server refuses
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> apply(Batch batch) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        if (!batch.upserts().isEmpty()) {
            done = inserter.insert(batch.upserts()).thenAccept(this::requireSome);
            if (tagChanges != null) {
                done = done.thenCompose(none -> tagChanges.apply(batch.upserts()));
            }
        }
        return batch.deletes().isEmpty()
                ? done
                : done.thenCompose(none -> deleter.delete(batch.deletes()));
    }

    private void requireSome(long affected) {
        if (affected <= 0) {
            throw new CompletionException(
                    new ServiceException(
                            FailureKind.RETRYABLE,
                            NOTHING_WRITTEN,
                            0,
                            null,
                            "The server accepted rows for "
                                    + layout.table()
                                    + " and says that it wrote "
                                    + affected,
                            null));
        }
    }

    private CompletableFuture<BatchResult> afterFailure(List<SinkRow> rows, Throwable failure) {
        if (!(failure instanceof ServiceException service)) {
            return CompletableFuture.failedFuture(failure);
        }
        int size = rows.size();
        if (service.kind() != FailureKind.RECORD || size == 1) {
            return CompletableFuture.completedFuture(allFailed(size, outcomeOf(service), service));
        }
        int middle = size / 2;
        return write(rows.subList(0, middle))
                .thenCompose(
                        first -> {
                            FailedEntry stop = stopsTheRest(first);
                            // writing the rest now would overtake what has to be written again
                            return stop != null
                                    ? CompletableFuture.completedFuture(
                                            joined(first, allLike(stop, size - middle), middle))
                                    : write(rows.subList(middle, size))
                                            .thenApply(second -> joined(first, second, middle));
                        });
    }

    private static EntryOutcome outcomeOf(ServiceException failure) {
        return switch (failure.kind()) {
            case RETRYABLE -> EntryOutcome.RETRY;
            case THROTTLED -> EntryOutcome.THROTTLED;
            case RECORD -> EntryOutcome.REJECTED;
            case FATAL -> EntryOutcome.FATAL;
        };
    }

    @Nullable
    private FailedEntry stopsTheRest(BatchResult result) {
        for (FailedEntry failure : result.failures()) {
            if (failure.outcome() != EntryOutcome.REJECTED || stopAtFirstRefusal) {
                return failure;
            }
        }
        return null;
    }

    private static BatchResult allFailed(int size, EntryOutcome outcome, ServiceException failure) {
        List<FailedEntry> failures = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            failures.add(
                    new FailedEntry(
                            i,
                            outcome,
                            failure.code(),
                            String.valueOf(failure.getMessage()),
                            failure));
        }
        return new BatchResult(failures);
    }

    /** What was not tried: like what went before, but never refused. */
    private static BatchResult allLike(FailedEntry model, int size) {
        EntryOutcome outcome =
                model.outcome() == EntryOutcome.REJECTED ? EntryOutcome.RETRY : model.outcome();
        List<FailedEntry> failures = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            failures.add(new FailedEntry(i, outcome, model.code(), model.message(), model.cause()));
        }
        return new BatchResult(failures);
    }

    private static BatchResult joined(BatchResult first, BatchResult second, int offset) {
        List<FailedEntry> failures = new ArrayList<>(first.failures());
        for (FailedEntry failure : second.failures()) {
            failures.add(
                    new FailedEntry(
                            failure.index() + offset,
                            failure.outcome(),
                            failure.code(),
                            failure.message(),
                            failure.cause()));
        }
        return new BatchResult(failures);
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
