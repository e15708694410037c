/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.common.failure.FailureBudget;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import io.spillway.datahub.source.metrics.ShardProgress;
import io.spillway.datahub.source.metrics.ShardProgress.State;
import io.spillway.datahub.source.position.CursorOpener;
import io.spillway.datahub.source.position.CursorOpener.Opened;
import io.spillway.datahub.source.position.DataLossException;
import io.spillway.datahub.source.position.ServiceCode;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one shard: at most one call under way, at most one batch waiting to be taken. Decides after
 * each answer what comes next: read on, pause, seek anew, end, or give up.
 *
 * <p>Used on the fetcher thread only; answers are brought to it there.
 */
final class ShardFetch {

    private static final Logger LOG = LoggerFactory.getLogger(ShardFetch.class);

    private final DataHubShardSplit split;
    private final DataHubSourceConfig config;
    private final DataHubGateway gateway;
    private final CursorOpener opener;
    private final DataHubSourceMetrics metrics;
    private final ShardProgress progress;
    private final FailureBudget budget;

    private ShardPosition position;
    @Nullable private String cursor;
    @Nullable private ShardBatch batch;
    private boolean announcePosition;
    private boolean reopened;
    private boolean inFlight;
    private boolean ended;
    private long notBeforeNanos = Long.MIN_VALUE;

    ShardFetch(
            DataHubShardSplit split,
            DataHubSourceConfig config,
            DataHubGateway gateway,
            CursorOpener opener,
            DataHubSourceMetrics metrics) {
        this.split = split;
        this.config = config;
        this.gateway = gateway;
        this.opener = opener;
        this.metrics = metrics;
        this.progress = metrics.shard(split.shardId());
        this.budget = new FailureBudget(config.tuning().retries());
        this.position = split.position();
        this.ended = split.exhausted();
    }

    String shardId() {
        return split.shardId();
    }

    /** Whether a call could be made, if not for a pause. */
    boolean isIdle() {
        return !inFlight && !ended && batch == null;
    }

    /** Nanoseconds until the pause is over, 0 or less if there is none. */
    long pauseNanos(long nowNanos) {
        return notBeforeNanos == Long.MIN_VALUE ? 0 : notBeforeNanos - nowNanos;
    }

    boolean hasBatch() {
        return batch != null;
    }

    ShardBatch takeBatch() {
        ShardBatch taken = batch;
        batch = null;
        return taken;
    }

    /** Whether everything was read and taken. */
    boolean isFinished() {
        return ended && batch == null;
    }

    /** Makes the next call. */
    CompletableFuture<?> start() {
        inFlight = true;
        notBeforeNanos = Long.MIN_VALUE;
        if (cursor == null) {
            return opener.open(shardId(), position);
        }
        return gateway.getRecords(config.topic(), shardId(), cursor, config.tuning().fetchSize());
    }

    /** Takes in the answer to the call. */
    void onAnswer(@Nullable Object answer, @Nullable Throwable failure, long nowNanos)
            throws IOException {
        inFlight = false;
        if (failure != null) {
            onFailure(ServiceCode.unwrap(failure), nowNanos);
            return;
        }
        if (answer instanceof Opened opened) {
            onOpened(opened);
        } else {
            budget.reset();
            reopened = false;
            onRecords((RecordBatch) answer, nowNanos);
        }
    }

    private void onOpened(Opened opened) {
        cursor = opened.cursor();
        progress.state(State.READING);
        if (!opened.position().equals(position)) {
            // worth a checkpoint even before the first record: should that expire, it is noticed
            announcePosition = true;
            position = opened.position();
        }
        ended = position.sequence() >= split.stopSequence();
    }

    private void onRecords(RecordBatch records, long nowNanos) {
        boolean atTail = records.count() == 0 && records.nextCursor().equals(cursor);
        progress.state(atTail ? State.TAIL : State.READING);
        // of an empty shard the service's last sequence means nothing
        progress.latest(atTail ? position.lastSequence() : records.latestSequence());
        cursor = records.nextCursor();
        ShardBatch slice = ShardBatch.slice(position, records, split.stopSequence());
        if (slice.count() > 0 || announcePosition) {
            batch = slice;
            announcePosition = false;
        }
        if (slice.count() > 0) {
            int last = slice.to() - 1;
            position = ShardPosition.after(records.sequences()[last], records.batchIndexes()[last]);
            metrics.fetched(progress, System.currentTimeMillis() - records.systemTimes()[last]);
        }
        // what a bounded source is to read was there when it started: the tail is behind it
        ended = split.bounded() && (slice.to() < records.count() || atTail);
        if (records.count() == 0) {
            metrics.emptyRead();
        }
        if (atTail) {
            notBeforeNanos = nowNanos + config.tuning().emptyReadBackoff().toNanos();
        }
    }

    private void onFailure(Throwable failure, long nowNanos) throws IOException {
        if (ServiceCode.INVALID_SHARD_OPERATION.is(failure)) {
            LOG.info("Shard {} of {} is read to its end", shardId(), config.topic());
            ended = true;
        } else if (ServiceCode.INVALID_CURSOR.is(failure) && cursor != null) {
            onInvalidCursor((ServiceException) failure, nowNanos);
        } else if (ServiceCode.NO_SUCH_SHARD.is(failure)) {
            onShardGone(failure);
        } else if (failure instanceof ServiceException service
                && budget.spend(service.kind(), nowNanos)) {
            pause(service, nowNanos);
        } else if (failure instanceof DataLossException loss) {
            throw loss;
        } else {
            throw new IOException(describe(failure), failure);
        }
    }

    /**
     * Cursors of a shard that is idle for long expire though its records are there: whether they
     * are, the seek by sequence tells.
     */
    private void onInvalidCursor(ServiceException failure, long nowNanos) throws IOException {
        cursor = null;
        progress.state(State.SEEKING);
        metrics.cursorReopened();
        if (reopened) {
            // a new cursor is refused as well
            if (!budget.spend(FailureKind.RETRYABLE, nowNanos)) {
                throw new IOException(describe(failure), failure);
            }
            pause(failure, nowNanos);
        }
        reopened = true;
    }

    private void onShardGone(Throwable failure) throws DataLossException {
        String loss =
                opener.describeLoss(
                        shardId(),
                        position.isEarliest() ? "its beginning" : "sequence " + position.sequence(),
                        "the shard is no longer kept");
        if (config.onDataLoss() == OnDataLoss.FAIL) {
            throw new DataLossException(
                    loss + "; set 'scan.on-data-loss' to 'earliest' or 'latest' to go on without",
                    failure);
        }
        LOG.warn("{}; going on without", loss);
        metrics.dataLost();
        ended = true;
    }

    private void pause(ServiceException failure, long nowNanos) {
        long millis = budget.pause(ThreadLocalRandom.current()).toMillis();
        if (failure.kind() == FailureKind.THROTTLED) {
            metrics.throttledCall();
            progress.state(State.THROTTLED);
        } else {
            metrics.retriedCall();
            progress.state(State.RETRYING);
        }
        LOG.debug("{}; trying again in {} ms", describe(failure), millis);
        notBeforeNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private String describe(Throwable failure) {
        String attempts = budget.failures() > 1 ? " " + budget.failures() + " times" : "";
        return "Reading shard "
                + shardId()
                + " of DataHub topic "
                + config.topic()
                + " failed"
                + attempts
                + ": "
                + failure.getMessage();
    }
}
