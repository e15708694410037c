/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import io.spillway.datahub.source.position.CursorOpener;
import io.spillway.datahub.source.split.DataHubShardSplit;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Reads all shards of a reader at the same time on one thread: every shard has at most one call
 * under way, answers arrive in one mailbox, and a hand-over carries a batch of every shard that has
 * one. While a hand-over is emitted the next calls are under way. Between answers the thread sleeps
 * until one comes, a pause is over or it is woken up.
 *
 * <p>All state belongs to the fetcher thread; only the mailbox is shared.
 */
@Internal
public final class DataHubSplitReader implements SplitReader<ShardBatch, DataHubShardSplit> {

    /** Mail: the answer to a call, or (without a shard) a wake-up. */
    private record Mail(
            @Nullable ShardFetch shard, @Nullable Object answer, @Nullable Throwable failure) {}

    private static final Mail WAKE_UP = new Mail(null, null, null);

    private final DataHubSourceConfig config;
    private final DataHubSourceMetrics metrics;
    private final DataHubGateway gateway;
    private final CursorOpener opener;
    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();
    private final Map<String, ShardFetch> shards = new LinkedHashMap<>();
    private final Set<String> paused = new HashSet<>();

    /**
     * @param gateway owned by this reader from now on
     */
    public DataHubSplitReader(
            DataHubSourceConfig config, DataHubGateway gateway, DataHubSourceMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.gateway = gateway;
        this.opener =
                new CursorOpener(gateway, config.topic(), config.onDataLoss(), metrics::dataLost);
    }

    @Override
    public RecordsWithSplitIds<ShardBatch> fetch() throws IOException {
        boolean wokenUp = readMail(mailbox.poll());
        while (true) {
            ShardBatches ready = takeReady();
            long pauseNanos = startCalls();
            if (wokenUp || !ready.isEmpty()) {
                return ready;
            }
            wokenUp = readMail(awaitMail(pauseNanos));
        }
    }

    @Override
    public void handleSplitsChanges(SplitsChange<DataHubShardSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("Unknown change of splits: " + change);
        }
        for (DataHubShardSplit split : change.splits()) {
            shards.put(split.shardId(), new ShardFetch(split, config, gateway, opener, metrics));
        }
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<DataHubShardSplit> toPause, Collection<DataHubShardSplit> toResume) {
        for (DataHubShardSplit split : toPause) {
            paused.add(split.shardId());
            metrics.shard(split.shardId()).paused(true);
        }
        for (DataHubShardSplit split : toResume) {
            paused.remove(split.shardId());
            metrics.shard(split.shardId()).paused(false);
        }
    }

    @Override
    public void wakeUp() {
        mailbox.add(WAKE_UP);
    }

    @Override
    public void close() {
        gateway.close();
    }

    private ShardBatches takeReady() {
        ShardBatches ready = new ShardBatches();
        for (Iterator<ShardFetch> it = shards.values().iterator(); it.hasNext(); ) {
            ShardFetch shard = it.next();
            if (shard.hasBatch() && !paused.contains(shard.shardId())) {
                ready.add(shard.shardId(), shard.takeBatch());
            }
            if (shard.isFinished()) {
                ready.addFinished(shard.shardId());
                paused.remove(shard.shardId());
                it.remove();
            }
        }
        return ready;
    }

    /**
     * @return nanoseconds until the first pause of a shard is over, {@link Long#MAX_VALUE} if none
     *     is in a pause
     */
    private long startCalls() {
        long now = System.nanoTime();
        long shortestPause = Long.MAX_VALUE;
        for (ShardFetch shard : shards.values()) {
            if (shard.isIdle() && !paused.contains(shard.shardId())) {
                long pause = shard.pauseNanos(now);
                if (pause > 0) {
                    shortestPause = Math.min(shortestPause, pause);
                } else {
                    shard.start()
                            .whenComplete(
                                    (answer, failure) ->
                                            mailbox.add(new Mail(shard, answer, failure)));
                }
            }
        }
        return shortestPause;
    }

    private Mail awaitMail(long pauseNanos) throws IOException {
        try {
            return pauseNanos == Long.MAX_VALUE
                    ? mailbox.take()
                    : mailbox.poll(pauseNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for records", e);
        }
    }

    /** Takes in this mail and all that is there; whether a wake-up was among it. */
    private boolean readMail(@Nullable Mail first) throws IOException {
        boolean wokenUp = false;
        for (Mail mail = first; mail != null; mail = mailbox.poll()) {
            if (mail.shard() == null) {
                wokenUp = true;
            } else if (shards.get(mail.shard().shardId()) == mail.shard()) {
                mail.shard().onAnswer(mail.answer(), mail.failure(), System.nanoTime());
            }
        }
        return wokenUp;
    }
}
