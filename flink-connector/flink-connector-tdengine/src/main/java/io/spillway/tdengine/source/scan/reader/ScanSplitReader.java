/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.common.failure.FailureBudget;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads splits one after the other over one connection. What fails for a passing reason is asked
 * again from behind the last row taken. All state belongs to the fetcher thread; only the mailbox
 * is shared.
 */
@Internal
public final class ScanSplitReader implements SplitReader<ScanRows, ScanSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(ScanSplitReader.class);

    /** A hand-over has a price of its own: small tables are put together up to this many rows. */
    private static final int ENOUGH_ROWS = 4_096;

    /** What the thread waits for: an answer, or being woken up. */
    private enum Mail {
        ANSWER,
        WAKE_UP
    }

    private final ScanConfig config;
    private final TDengineGateway gateway;
    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();
    private final Deque<ScanSplit> splits = new ArrayDeque<>();
    private final FailureBudget budget;
    @Nullable private SplitScan current;

    /**
     * @param gateway owned by this reader from now on
     */
    public ScanSplitReader(ScanConfig config, TDengineGateway gateway) {
        this.config = config;
        this.gateway = gateway;
        this.budget = new FailureBudget(config.retries());
    }

    @Override
    public RecordsWithSplitIds<ScanRows> fetch() throws IOException {
        if (current == null) {
            ScanSplit split = splits.poll();
            if (split == null) {
                return ScanBatch.empty();
            }
            current = new SplitScan(split, gateway);
        }
        Deque<ScanRows> rows = new ArrayDeque<>();
        int taken = 0;
        while (taken < ENOUGH_ROWS && !current.isFinished()) {
            CompletableFuture<Optional<DataBlock>> next = current.next();
            if (!next.isDone() && (!rows.isEmpty() || !awaitAnswer(next))) {
                break;
            }
            Optional<DataBlock> block;
            try {
                block = next.join();
            } catch (CompletionException e) {
                current.reopen();
                if (!pauseAfter(e.getCause())) {
                    break;
                }
                continue;
            }
            budget.reset();
            taken += block.map(DataBlock::rows).orElse(0);
            current.take(block, rows);
        }
        String splitId = current.splitId();
        boolean finished = current.isFinished();
        if (finished) {
            current = null;
        }
        return new ScanBatch(splitId, rows, finished);
    }

    @Override
    public void handleSplitsChanges(SplitsChange<ScanSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("Unknown change of splits: " + change);
        }
        splits.addAll(change.splits());
    }

    @Override
    public void wakeUp() {
        mailbox.add(Mail.WAKE_UP);
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        gateway.close();
    }

    /** Whether the answer came; not if the thread was woken up before. */
    private boolean awaitAnswer(CompletableFuture<?> answer) throws IOException {
        answer.whenComplete((block, failure) -> mailbox.add(Mail.ANSWER));
        while (!answer.isDone()) {
            if (await(Long.MAX_VALUE) == Mail.WAKE_UP) {
                return answer.isDone();
            }
        }
        return true;
    }

    /**
     * Whether to try again now; not if the thread was woken up before the pause was over.
     *
     * @throws IOException if the failure will not pass
     */
    private boolean pauseAfter(Throwable failure) throws IOException {
        FailureKind kind =
                failure instanceof ServiceException service ? service.kind() : FailureKind.FATAL;
        long now = System.nanoTime();
        if (!budget.spend(kind, now)) {
            throw new IOException(
                    "Cannot scan " + config.target() + ": " + failure.getMessage(), failure);
        }
        LOG.warn("The scan of {} is tried again: {}", config.target(), failure.getMessage());
        long end = now + budget.pause(ThreadLocalRandom.current()).toNanos();
        for (long left = end - now; left > 0; left = end - System.nanoTime()) {
            if (await(left) == Mail.WAKE_UP) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    private Mail await(long nanos) throws IOException {
        try {
            return mailbox.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for rows", e);
        }
    }
}
