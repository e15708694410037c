/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RecordException;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.metrics.WriterMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Collects entries per lane and sends them in batches, asynchronously and at least once.
 *
 * <p>Each lane (shard, vgroup, ...) has its own queue, its own batches and its own back-off, so
 * that one that is slow or throttled does not hold up the others. With one request in flight per
 * lane, a lane's entries arrive in the order they were written, with one exception: of a batch that
 * was refused in part, the refused entries are sent again after the others were written.
 *
 * <p>{@link #flush} returns when everything accepted before was written or given to the error
 * handler; there is no state to keep, and rescaling moves no record from one writer to another.
 *
 * <p>Everything happens on the task thread; it waits only by yielding to its mailbox.
 *
 * @param <InputT> the element the sink receives
 * @param <E> the entry, ready for the wire
 */
@PublicEvolving
public final class BufferedAsyncWriter<InputT, E> implements SinkWriter<InputT> {

    private final EntryAdapter<InputT, E> adapter;
    private final LaneRouter<E> router;
    private final BatchSender<E> sender;
    private final RecordErrorHandler errors;
    private final WriterSettings settings;
    private final WriterRuntime runtime;
    private final WriteLimits limits;

    private final Lanes<E> lanes = new Lanes<>();
    private final LaneRefresher<E> refresher;
    private final AnswerHandler<E> answers;
    private final Refusals<InputT, E> refusals;
    private final GuardedSteps steps = new GuardedSteps(this::isRouted);
    private final WriterMetrics metrics;
    private final WakeUp wakeUp;
    private final IdleTicks ticks;
    private final Function<String, LaneLoad> loads = this::loadOf;

    /** The lane that got the last entry: the only one that can have become too full since. */
    @Nullable private Lane<E> lastFilled;

    private int inFlight;
    private long nextSequence;
    private boolean flushing;

    /**
     * Starts looking up the lanes at once; the first {@link #write} waits for them.
     *
     * @param sender owned by the writer from now on
     * @param errors owned by the writer from now on
     */
    public BufferedAsyncWriter(
            WriterRuntime runtime,
            WriterSettings settings,
            EntryAdapter<InputT, E> adapter,
            LaneRouter<E> router,
            BatchSender<E> sender,
            RecordErrorHandler errors) {
        this.runtime = runtime;
        this.settings = settings;
        this.limits = settings.limits();
        this.adapter = adapter;
        this.router = router;
        this.sender = sender;
        this.errors = errors;
        metrics = new WriterMetrics(runtime.metrics());
        metrics.gauge(WriterMetric.REQUESTS_IN_FLIGHT, () -> inFlight);
        metrics.gauge(WriterMetric.RECORDS_BUFFERED, lanes::waitingRecords);
        metrics.gauge(WriterMetric.BYTES_BUFFERED, lanes::waitingBytes);
        answers = new AnswerHandler<>(adapter, errors, settings, runtime, metrics);
        refusals = new Refusals<>(adapter, errors, runtime, metrics);
        wakeUp = new WakeUp(runtime.time(), () -> steps.run(this::sendWhatIsDue));
        refresher =
                new LaneRefresher<>(router, settings, runtime, steps, this::installLanesIfDrained);
        ticks = new IdleTicks(runtime.mailbox(), steps, refresher::startIfDue);
        refresher.request(null);
    }

    @Override
    public void write(InputT element, Context context) throws IOException, InterruptedException {
        awaitRoom();
        E entry;
        int bytes;
        try {
            entry = adapter.toEntry(element, context);
            if (entry == null) {
                return;
            }
            bytes = adapter.sizeInBytes(entry);
        } catch (RecordException | ServiceException e) {
            refusals.element(element, context, e);
            return;
        }
        if (bytes > limits.maxRecordBytes()) {
            refusals.entry(
                    entry,
                    new RecordException(
                            "RecordTooLarge",
                            "The record takes "
                                    + bytes
                                    + " bytes on the wire, at most "
                                    + limits.maxRecordBytes()
                                    + " are allowed"));
            return;
        }
        long now = runtime.time().getCurrentProcessingTime();
        Lane<E> lane = laneOf(entry);
        if (lane == null) {
            return;
        }
        lanes.add(lane, entry, bytes, nextSequence++, now);
        if (lane.isFull(limits)) {
            sendFrom(lane, now);
        } else if (lane.waiting.records() == 1) {
            wakeUp.at(now + limits.maxAge().toMillis());
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        steps.rethrowFailure();
        flushing = true;
        try {
            while (lanes.waitingRecords() > 0 || inFlight > 0) {
                sendWhatIsDue();
                if (lanes.waitingRecords() > 0 || inFlight > 0) {
                    if (inFlight == 0) {
                        ticks.next();
                    }
                    yieldToMailbox();
                }
            }
        } finally {
            flushing = false;
        }
        errors.flush();
    }

    /** Forgets what was not sent; the job replays it from its last checkpoint. */
    @Override
    public void close() throws Exception {
        steps.stop();
        wakeUp.cancel();
        refresher.close();
        try (errors) {
            sender.close();
        }
    }

    /** Waits until the lanes are known and the buffer has room for one more record. */
    private void awaitRoom() throws IOException, InterruptedException {
        steps.rethrowFailure();
        while (!refresher.routed()) {
            yieldToMailbox();
        }
        while (lanes.isFull(limits) || isOverfull(lastFilled)) {
            long now = runtime.time().getCurrentProcessingTime();
            Lane<E> largest = lanes.largest(lane -> maySend(lane, now) && mustGiveRoom(lane));
            if (largest == null) {
                yieldToMailbox();
            } else {
                send(largest, now);
            }
        }
    }

    private boolean mustGiveRoom(Lane<E> lane) {
        return lane == lastFilled || lanes.isFull(limits);
    }

    private boolean isOverfull(@Nullable Lane<E> lane) {
        return lane != null && lanes.isOverfull(lane, limits);
    }

    /** Tells entries that can go to any lane which to spare. */
    private LaneLoad loadOf(String laneId) {
        return lanes.loadOf(laneId, limits, runtime.time().getCurrentProcessingTime());
    }

    /** The lane the entry has to wait in; null, after it was refused, if no lane will take it. */
    @Nullable
    private Lane<E> laneOf(E entry) throws IOException, InterruptedException {
        try {
            lastFilled = lanes.of(router.laneOf(entry, loads));
            return lastFilled;
        } catch (ServiceException e) {
            refusals.entry(entry, e);
            return null;
        }
    }

    private void sendWhatIsDue() {
        long now = runtime.time().getCurrentProcessingTime();
        for (Lane<E> lane : lanes.inTurn()) {
            sendFrom(lane, now);
        }
    }

    /** Sends a lane's batches that are full, too old or to be flushed, as far as limits allow. */
    private void sendFrom(Lane<E> lane, long now) {
        while (!lane.waiting.isEmpty()) {
            if (lane.blockedUntil > now) {
                wakeUp.at(lane.blockedUntil);
                return;
            }
            if (!maySend(lane, now)) {
                return; // looked at again when a request is answered or lanes are installed
            }
            long due = lane.waiting.oldestArrival() + limits.maxAge().toMillis();
            if (!flushing && !lane.isFull(limits) && due > now) {
                wakeUp.at(due);
                return;
            }
            send(lane, now);
        }
    }

    private boolean maySend(Lane<E> lane, long now) {
        return !lane.waiting.isEmpty()
                && !lane.parked
                && lane.blockedUntil <= now
                && lane.inFlight < limits.maxInFlightPerLane()
                && inFlight < limits.maxInFlight()
                && !refresher.installPending();
    }

    private void send(Lane<E> lane, long now) {
        InFlightBatch<E> batch = new InFlightBatch<>(lane, lanes.cut(lane, limits), now);
        lane.inFlight++;
        inFlight++;
        sender.send(lane.id, batch.entries())
                .whenComplete(
                        (result, error) ->
                                runtime.mailbox()
                                        .execute(
                                                () ->
                                                        steps.run(
                                                                () ->
                                                                        answered(
                                                                                batch, result,
                                                                                error)),
                                                "A batch of a sink was answered"));
        if (!lane.waiting.isEmpty()) {
            wakeUp.at(Math.max(now, lane.waiting.oldestArrival() + limits.maxAge().toMillis()));
        }
    }

    private void answered(
            InFlightBatch<E> batch, @Nullable BatchResult result, @Nullable Throwable error)
            throws IOException, InterruptedException {
        inFlight--;
        batch.lane().inFlight--;
        metrics.answeredAfter(runtime.time().getCurrentProcessingTime() - batch.sentAtMillis());
        if (error != null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null
                            ? error.getCause()
                            : error;
            throw new IOException(
                    "Cannot write to "
                            + settings.target()
                            + ", lane "
                            + batch.lane().id
                            + ": "
                            + cause.getMessage(),
                    cause);
        }
        if (answers.carryOut(batch, result, lanes)) {
            refresher.request(batch.lane().id);
        }
        installLanesIfDrained();
        sendWhatIsDue();
    }

    /**
     * Takes new lanes over once no request is in flight, and routes all waiting entries anew, the
     * oldest first: a key that moves to another lane keeps its order.
     */
    private void installLanesIfDrained() throws IOException, InterruptedException {
        if (!refresher.installPending() || inFlight > 0) {
            return;
        }
        boolean again = refresher.routed();
        refresher.install();
        if (again) {
            metrics.refreshed();
            List<BufferedEntry<E>> waiting = new ArrayList<>(lanes.waitingRecords());
            Map<String, Lane<E>> former = lanes.drainTo(waiting);
            for (BufferedEntry<E> entry : waiting) {
                Lane<E> lane = laneOf(entry.entry);
                if (lane == null) {
                    continue;
                }
                lanes.add(lane, entry);
                if (former.containsKey(lane.id)) {
                    Lane<E> known = former.remove(lane.id);
                    lane.blockedUntil = known.blockedUntil;
                    lane.throttles = known.throttles;
                }
            }
        }
        sendWhatIsDue();
    }

    private void yieldToMailbox() throws IOException, InterruptedException {
        runtime.mailbox().yield();
        steps.rethrowFailure();
    }

    private boolean isRouted() {
        return refresher.routed();
    }
}
