/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.BatchResult.FailedEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Carries out the answer to one batch: counts what was written, puts back what is to be sent again
 * and makes its lane back off, hands refused entries to the error handler. Lives on the task
 * thread.
 */
@Internal
final class AnswerHandler<E> {

    private static final Duration FIRST_THROTTLE_DELAY = Duration.ofMillis(100);
    private static final Duration MIN_THROTTLE_CAP = Duration.ofSeconds(1);
    private static final double THROTTLE_JITTER = 0.2;

    private final EntryAdapter<?, E> adapter;
    private final RecordErrorHandler errors;
    private final WriterSettings settings;
    private final WriterRuntime runtime;
    private final WriterMetrics metrics;
    private final RetryPolicy throttling;

    AnswerHandler(
            EntryAdapter<?, E> adapter,
            RecordErrorHandler errors,
            WriterSettings settings,
            WriterRuntime runtime,
            WriterMetrics metrics) {
        this.adapter = adapter;
        this.errors = errors;
        this.settings = settings;
        this.runtime = runtime;
        this.metrics = metrics;
        RetryPolicy retries = settings.retryPolicy();
        throttling =
                new RetryPolicy(
                        Integer.MAX_VALUE,
                        FIRST_THROTTLE_DELAY,
                        2.0,
                        retries.maxDelay().compareTo(MIN_THROTTLE_CAP) < 0
                                ? MIN_THROTTLE_CAP
                                : retries.maxDelay(),
                        THROTTLE_JITTER,
                        retries.maxElapsed());
    }

    /**
     * Carries out an answer.
     *
     * @param lanes where entries to be sent again are put back
     * @return whether the lane is gone and new ones must be looked up
     */
    boolean carryOut(InFlightBatch<E> batch, @Nullable BatchResult result, Lanes<E> lanes)
            throws IOException, InterruptedException {
        List<FailedEntry> failures = checked(batch, result);
        Lane<E> lane = batch.lane();
        if (failures.isEmpty()) {
            lane.throttles = 0;
            metrics.written(batch.entries().size(), batch.entries().bytes());
            return false;
        }
        long now = runtime.time().getCurrentProcessingTime();
        List<BufferedEntry<E>> again = new ArrayList<>(failures.size());
        int retryAttempts = 0;
        boolean throttled = false;
        boolean gone = false;
        long failedBytes = 0;
        for (FailedEntry failure : failures) {
            BufferedEntry<E> entry = batch.entries().buffered(failure.index());
            failedBytes += entry.bytes;
            long firstFailure = entry.failedAt(now);
            switch (failure.outcome()) {
                case REJECTED -> reject(lane, entry, failure, firstFailure, now);
                case RETRY, REROUTE -> {
                    entry.failedAttempts++;
                    requireMore(settings.retryPolicy(), lane, entry, failure, now - firstFailure);
                    retryAttempts = Math.max(retryAttempts, entry.failedAttempts);
                    gone |= failure.outcome() == EntryOutcome.REROUTE;
                    again.add(entry);
                }
                case THROTTLED -> {
                    requireMore(throttling, lane, entry, failure, now - firstFailure);
                    throttled = true;
                    again.add(entry);
                }
                default -> throw new IllegalStateException("checked before: " + failure.outcome());
            }
        }
        int written = batch.entries().size() - failures.size();
        metrics.written(written, batch.entries().bytes() - failedBytes);
        if (!again.isEmpty()) {
            metrics.retried(again.size());
            lanes.putBack(lane, again);
        }
        lane.throttles = throttled ? (written > 0 ? 1 : lane.throttles + 1) : 0;
        // a lane that took the others is in order: what it refused goes with the next batch at once
        backOff(lane, now, written > 0 ? retryAttempts - 1 : retryAttempts, throttled);
        lane.parked |= gone;
        return gone;
    }

    private void backOff(Lane<E> lane, long now, int retryAttempts, boolean throttled) {
        long delay = 0;
        if (retryAttempts > 0) {
            delay = delayOf(settings.retryPolicy(), retryAttempts);
        }
        if (throttled) {
            metrics.throttled();
            delay = Math.max(delay, delayOf(throttling, lane.throttles));
        }
        if (delay > 0) {
            lane.blockedUntil = Math.max(lane.blockedUntil, now + delay);
        }
    }

    private static long delayOf(RetryPolicy policy, int attempts) {
        return policy.delayAfter(attempts, ThreadLocalRandom.current()).toMillis();
    }

    private void reject(
            Lane<E> lane, BufferedEntry<E> entry, FailedEntry failure, long first, long last)
            throws IOException, InterruptedException {
        metrics.rejected();
        errors.handle(
                adapter.entryLetter(
                        entry.entry,
                        new WriteFailure(
                                lane.id,
                                failure.code(),
                                failure.message(),
                                failure.cause(),
                                entry.failedAttempts + 1,
                                first,
                                last)),
                failure.cause());
    }

    private void requireMore(
            RetryPolicy policy,
            Lane<E> lane,
            BufferedEntry<E> entry,
            FailedEntry failure,
            long elapsedMillis)
            throws IOException {
        int attempts = Math.max(1, entry.failedAttempts);
        if (!policy.allowsAnother(attempts, Duration.ofMillis(elapsedMillis))) {
            throw new IOException(
                    "Gave up writing to "
                            + settings.target()
                            + ", lane "
                            + lane.id
                            + ", after "
                            + attempts
                            + (attempts == 1 ? " attempt in " : " attempts in ")
                            + elapsedMillis
                            + " ms since the first failure (as 'sink.retry.max-attempts' and"
                            + " 'sink.retry.timeout' say): "
                            + failure.code()
                            + ": "
                            + failure.message(),
                    failure.cause());
        }
    }

    /** Nothing is carried out of an answer that is fatal or contradicts itself. */
    private List<FailedEntry> checked(InFlightBatch<E> batch, @Nullable BatchResult result)
            throws IOException {
        if (result == null) {
            throw contradiction(batch, "no answer");
        }
        int previous = -1;
        for (FailedEntry failure : result.failures()) {
            if (failure.index() < 0 || failure.index() >= batch.entries().size()) {
                throw contradiction(batch, "a failure of the entry with index " + failure.index());
            }
            if (failure.index() <= previous) {
                throw contradiction(
                        batch,
                        "failures out of order or twice (index "
                                + failure.index()
                                + " after "
                                + previous
                                + ")");
            }
            previous = failure.index();
            if (failure.outcome() == EntryOutcome.WRITTEN) {
                throw contradiction(batch, "a written entry among the failures");
            }
            if (failure.outcome() == EntryOutcome.FATAL) {
                throw new IOException(
                        "Cannot write to "
                                + settings.target()
                                + ", lane "
                                + batch.lane().id
                                + ": "
                                + failure.code()
                                + ": "
                                + failure.message(),
                        failure.cause());
            }
        }
        return result.failures();
    }

    private IOException contradiction(InFlightBatch<E> batch, String what) {
        return new IOException(
                "Broken answer to a batch of "
                        + batch.entries().size()
                        + " records for "
                        + settings.target()
                        + ", lane "
                        + batch.lane().id
                        + ": "
                        + what);
    }
}
