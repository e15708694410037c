/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.BatchResult;
import io.spillway.common.write.BatchResult.FailedEntry;
import io.spillway.common.write.BatchSender;
import io.spillway.common.write.EntryOutcome;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.TopicPath;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Puts batches to single shards, by the call that tells which records were refused. A batch that is
 * refused as a whole because of some record is halved until the record is found; the halves are
 * sent one after the other, so that order is kept.
 */
@Internal
final class PutSender implements BatchSender<SinkEntry> {

    private final DataHubGateway gateway;
    private final TopicPath topic;

    /**
     * @param gateway owned by the sender from now on
     */
    PutSender(DataHubGateway gateway, TopicPath topic) {
        this.gateway = gateway;
        this.topic = topic;
    }

    @Override
    public CompletableFuture<BatchResult> send(String shardId, List<SinkEntry> entries) {
        return put(shardId, new Records(entries));
    }

    @Override
    public void close() {
        gateway.close();
    }

    private CompletableFuture<BatchResult> put(String shardId, List<EncodedRecord> records) {
        return gateway.putRecords(topic, shardId, records)
                .handle(
                        (result, failure) ->
                                failure == null
                                        ? CompletableFuture.completedFuture(resultOf(result))
                                        : afterFailure(shardId, records, unwrap(failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<BatchResult> afterFailure(
            String shardId, List<EncodedRecord> records, Throwable failure) {
        if (!PutOutcomes.blamesSomeRecord(failure)) {
            return CompletableFuture.completedFuture(
                    allFailed(0, records.size(), PutOutcomes.ofRequest(failure), failure));
        }
        int size = records.size();
        if (size == 1) {
            return CompletableFuture.completedFuture(
                    allFailed(0, 1, EntryOutcome.REJECTED, failure));
        }
        int middle = size / 2;
        return put(shardId, records.subList(0, middle))
                .thenCompose(
                        first -> {
                            FailedEntry stop = firstToBeSentAgain(first);
                            // sending the rest now would overtake what has to be sent again
                            return stop != null
                                    ? CompletableFuture.completedFuture(
                                            joined(first, allLike(stop, size - middle), middle))
                                    : put(shardId, records.subList(middle, size))
                                            .thenApply(second -> joined(first, second, middle));
                        });
    }

    @Nullable
    private static FailedEntry firstToBeSentAgain(BatchResult result) {
        for (FailedEntry failure : result.failures()) {
            if (failure.outcome() != EntryOutcome.REJECTED) {
                return failure;
            }
        }
        return null;
    }

    private static BatchResult resultOf(PutResult result) {
        if (result.failed().isEmpty()) {
            return BatchResult.allWritten();
        }
        List<FailedEntry> failures = new ArrayList<>(result.failed().size());
        for (PutResult.Failed failed : result.failed()) {
            failures.add(
                    new FailedEntry(
                            failed.index(),
                            PutOutcomes.ofRecord(failed.code()),
                            failed.code(),
                            failed.message(),
                            null));
        }
        failures.sort(Comparator.comparingInt(FailedEntry::index));
        return new BatchResult(failures);
    }

    private static BatchResult allFailed(
            int from, int size, EntryOutcome outcome, Throwable failure) {
        String code =
                failure instanceof ServiceException service
                        ? service.code()
                        : failure.getClass().getSimpleName();
        String message = String.valueOf(failure.getMessage());
        List<FailedEntry> failures = new ArrayList<>(size);
        for (int i = from; i < size; i++) {
            failures.add(new FailedEntry(i, outcome, code, message, failure));
        }
        return new BatchResult(failures);
    }

    private static BatchResult allLike(FailedEntry model, int size) {
        List<FailedEntry> failures = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            failures.add(
                    new FailedEntry(
                            i, model.outcome(), model.code(), model.message(), model.cause()));
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

    /** The encoded records of entries, without copying them. */
    private static final class Records extends AbstractList<EncodedRecord> implements RandomAccess {

        private final List<SinkEntry> entries;

        Records(List<SinkEntry> entries) {
            this.entries = entries;
        }

        @Override
        public EncodedRecord get(int index) {
            return entries.get(index).record();
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
