/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineErrors;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.source.deserialization.ReaderInitializationContext;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.LeaveEvent;
import io.spillway.tdengine.source.tmq.event.LeftEvent;
import io.spillway.tdengine.source.tmq.event.SubscribeEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The reader of one task. Joins the consumer group when the enumerator says so, tells what the
 * server gave it, and reads once it gets the splits of that. It needs no thread of its own: the
 * gateway's threads poll ahead, the task thread emits. Any loss of the connection or of a vgroup
 * fails the task, and with it all readers.
 *
 * @param <T> the element
 */
@Internal
public final class TmqSourceReader<T> implements SourceReader<T, TmqSplit> {

    private final SourceReaderContext context;
    private final TmqSourceConfig config;
    private final TDengineDeserializationSchema<T> deserializer;
    private final TDengineGateway gateway;
    private final RecordErrorHandler errors;
    private final VgroupReading<T> reading;
    private final Mailbox mailbox;
    private final GroupCommits commits;
    @Nullable private GroupMember member;
    private boolean noMoreSplits;

    /**
     * Opens what a reader needs: the deserializer and the target of dead letters.
     *
     * @throws Exception if the deserializer or the target cannot be opened
     */
    public static <T> TmqSourceReader<T> open(
            SourceReaderContext context,
            TmqSourceConfig config,
            TDengineDeserializationSchema<T> deserializer)
            throws Exception {
        deserializer.open(new ReaderInitializationContext(context));
        TmqSourceMetrics metrics = new TmqSourceMetrics(context.metricGroup());
        RecordErrorHandler errors = config.errors().openHandler(context.metricGroup());
        String jobName = context.metricGroup().getAllVariables().get("<job_name>");
        RowEmitter<T> emitter =
                new RowEmitter<>(
                        deserializer,
                        new UndecodableRows(errors, metrics, jobName),
                        metrics,
                        config.tuning().rowsPerTurn());
        return new TmqSourceReader<>(context, config, deserializer, emitter, metrics, errors);
    }

    private TmqSourceReader(
            SourceReaderContext context,
            TmqSourceConfig config,
            TDengineDeserializationSchema<T> deserializer,
            RowEmitter<T> emitter,
            TmqSourceMetrics metrics,
            RecordErrorHandler errors) {
        this.context = context;
        this.config = config;
        this.deserializer = deserializer;
        this.errors = errors;
        this.mailbox = new Mailbox();
        this.reading = new VgroupReading<>(context, config, emitter, metrics, mailbox);
        this.commits = new GroupCommits(config.topic(), metrics);
        this.gateway = config.gateways().create();
    }

    @Override
    public void start() {
        // the enumerator begins once all readers are registered
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof SubscribeEvent subscribe) {
            join(subscribe);
        } else if (event instanceof LeaveEvent leave) {
            leave(leave.round());
        } else {
            throw new IllegalArgumentException("Unknown source event " + event);
        }
    }

    @Override
    public void addSplits(List<TmqSplit> splits) {
        GroupMember current = member;
        if (current == null) {
            throw new IllegalStateException(
                    "Splits " + splits + " came to a reader that did not join the consumer group");
        }
        reading.addSplits(splits);
        current.seek(splits)
                .whenComplete(
                        (consumer, failure) ->
                                mailbox.put(
                                        () -> {
                                            throwIfFailed("Going to the offsets", failure);
                                            reading.start(consumer);
                                        }));
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        mailbox.wake();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        mailbox.openAll();
        if (reading.emitTurn(output)) {
            return InputStatus.MORE_AVAILABLE;
        }
        if (noMoreSplits && reading.allFinished()) {
            // there may be no checkpoint after this
            errors.flush();
            return InputStatus.END_OF_INPUT;
        }
        mailbox.expectNothing();
        return mailbox.isEmpty() && !reading.hasNews()
                ? InputStatus.NOTHING_AVAILABLE
                : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return mailbox.available();
    }

    @Override
    public List<TmqSplit> snapshotState(long checkpointId) {
        flushLetters();
        if (config.group().commits()) {
            commits.onSnapshot(checkpointId, reading.offsets());
        }
        return reading.splits();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        commits.onComplete(checkpointId, reading.consumer());
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<String> splitsToPause, Collection<String> splitsToResume) {
        reading.pauseOrResume(splitsToPause, splitsToResume);
        mailbox.wake();
    }

    @Override
    public void close() throws Exception {
        try (RecordErrorHandler letters = errors;
                AutoCloseable schema = deserializer::close) {
            reading.stop();
            if (member != null) {
                member.close();
            }
            gateway.close();
        }
    }

    private void join(SubscribeEvent subscribe) {
        GroupMember joining =
                new GroupMember(gateway, config, subscribe.round(), subscribe.clientId());
        if (member != null) {
            member.close();
        }
        member = joining;
        joining.vgroups()
                .whenComplete(
                        (vgroups, failure) ->
                                mailbox.put(() -> onJoined(joining, vgroups, failure)));
    }

    private void onJoined(
            GroupMember joined, @Nullable List<OwnedVgroup> vgroups, @Nullable Throwable failure)
            throws IOException {
        if (joined != member) {
            return;
        }
        SubscribedEvent report;
        if (failure == null) {
            report = new SubscribedEvent(joined.round(), vgroups, null);
        } else if (mayPass(failure)) {
            report = new SubscribedEvent(joined.round(), List.of(), unwrap(failure).getMessage());
        } else {
            throw failed("Joining", failure);
        }
        context.sendSourceEventToCoordinator(report);
    }

    private void leave(int round) {
        GroupMember leaving = member;
        member = null;
        if (leaving == null) {
            context.sendSourceEventToCoordinator(new LeftEvent(round));
        } else {
            leaving.leave()
                    .whenComplete(
                            (left, failure) ->
                                    mailbox.put(
                                            () ->
                                                    context.sendSourceEventToCoordinator(
                                                            new LeftEvent(round))));
        }
    }

    private void throwIfFailed(String what, @Nullable Throwable failure) throws IOException {
        if (failure != null) {
            throw failed(what, failure);
        }
    }

    private IOException failed(String what, Throwable failure) {
        return new IOException(
                what
                        + " of topic '"
                        + config.topic()
                        + "' in consumer group '"
                        + config.group().id()
                        + "' failed: "
                        + unwrap(failure).getMessage(),
                unwrap(failure));
    }

    /** Servers are known to forget a consumer that has just joined: another may fare better. */
    private static boolean mayPass(Throwable failure) {
        return unwrap(failure) instanceof ServiceException service
                && (service.kind() == FailureKind.RETRYABLE
                        || service.kind() == FailureKind.THROTTLED
                        || service.code().equals(TDengineErrors.CONSUMER_NOT_EXIST));
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private void flushLetters() {
        try {
            errors.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Flushing the dead letters failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while flushing the dead letters", e);
        }
    }
}
