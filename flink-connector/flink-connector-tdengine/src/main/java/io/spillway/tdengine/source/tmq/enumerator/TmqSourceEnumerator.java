/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.LeaveEvent;
import io.spillway.tdengine.source.tmq.event.LeftEvent;
import io.spillway.tdengine.source.tmq.event.SubscribeEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.event.VgroupsFinishedEvent;
import io.spillway.tdengine.source.tmq.metrics.TmqMetric;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the readers join the consumer group, waits until the server has given them each vgroup once,
 * and gives each reader the splits of its vgroups. A shell around {@link GroupRounds} and {@link
 * SplitBook}; every method runs on the coordinator thread and none waits.
 */
@Internal
public final class TmqSourceEnumerator
        implements SplitEnumerator<TmqSplit, TmqEnumeratorState>, Orders {

    private static final Logger LOG = LoggerFactory.getLogger(TmqSourceEnumerator.class);

    /** How often the clock is looked at while readers are waited for. */
    private static final long TICK_MILLIS = 200;

    private final SplitEnumeratorContext<TmqSplit> context;
    private final TmqSourceConfig config;
    private final TDengineGateway gateway;
    private final TopicInspector inspector;
    private final SplitBook book;
    private final GroupRounds rounds;
    private final LongSupplier clock;
    private final StartOffsetResolver resolver;
    private final Set<Integer> toldNoMoreSplits = new HashSet<>();
    private final String incarnation;

    public TmqSourceEnumerator(
            SplitEnumeratorContext<TmqSplit> context,
            TmqSourceConfig config,
            TmqEnumeratorState state) {
        this(context, config, state, System::currentTimeMillis);
    }

    TmqSourceEnumerator(
            SplitEnumeratorContext<TmqSplit> context,
            TmqSourceConfig config,
            TmqEnumeratorState state,
            LongSupplier clock) {
        if (!state.topic().equals(config.topic())) {
            throw new IllegalStateException(
                    "The restored state is of TDengine topic '"
                            + state.topic()
                            + "' but the source reads '"
                            + config.topic()
                            + "': give the source another uid, or start without this state");
        }
        this.context = context;
        this.config = config;
        this.clock = clock;
        this.incarnation = Long.toString(clock.getAsLong(), Character.MAX_RADIX);
        this.book = new SplitBook(state, config.bounded());
        this.rounds =
                new GroupRounds(
                        context.currentParallelism(), config.tuning().assignmentTimeout(), this);
        Counter losses = context.metricGroup().counter(TmqMetric.NUM_DATA_LOSSES.metricName());
        this.resolver = new StartOffsetResolver(config, losses::inc);
        this.gateway = config.gateways().create();
        this.inspector = new TopicInspector(gateway, config.topic());
    }

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> (long) book.waitingCount());
        context.callAsync(
                () -> Boolean.TRUE,
                (ticked, failure) -> rounds.tick(clock.getAsLong()),
                TICK_MILLIS,
                TICK_MILLIS);
    }

    @Override
    public void addReader(int subtask) {
        toldNoMoreSplits.remove(subtask);
        ReaderInfo info = context.registeredReaders().get(subtask);
        if (info != null) {
            book.takeBack(info.<TmqSplit>getReportedSplitsOnRegistration());
        }
        if (book.complete()) {
            signalNoMoreSplits();
        } else {
            rounds.registered(subtask, clock.getAsLong());
        }
    }

    @Override
    public void addSplitsBack(List<TmqSplit> splits, int subtask) {
        toldNoMoreSplits.remove(subtask);
        book.readerLost();
        book.takeBack(splits);
        rounds.lost(subtask, clock.getAsLong());
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        // the server says who reads what, there is nothing to ask for
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof SubscribedEvent report) {
            rounds.subscribed(subtask, report, clock.getAsLong());
        } else if (event instanceof LeftEvent left) {
            rounds.left(subtask, left.round(), clock.getAsLong());
        } else if (event instanceof VgroupsFinishedEvent finished) {
            if (rounds.reading()) {
                book.finish(finished.vgroupIds());
            }
            if (book.complete()) {
                LOG.info("Topic '{}' is read to where it ended at the start", config.topic());
                signalNoMoreSplits();
            }
        } else {
            throw new IllegalArgumentException("Unknown source event " + event);
        }
    }

    @Override
    public TmqEnumeratorState snapshotState(long checkpointId) {
        return book.snapshot(config.topic());
    }

    @Override
    public void close() {
        gateway.close();
    }

    @Override
    public void listVgroups(int round) {
        // asked on the worker thread, since the wait may last as long as a request may
        context.callAsync(
                () -> inspector.inspect().get(),
                (vgroups, failure) -> onListed(round, vgroups, failure));
    }

    @Override
    public void subscribe(int round, Collection<Integer> readers) {
        for (int reader : readers) {
            String clientId =
                    config.group().clientIdPrefix()
                            + '-'
                            + reader
                            + '-'
                            + incarnation
                            + '-'
                            + round;
            send(reader, new SubscribeEvent(round, clientId));
        }
    }

    @Override
    public void leave(int round, Collection<Integer> readers) {
        for (int reader : readers) {
            send(reader, new LeaveEvent(round));
        }
    }

    @Override
    public boolean areThere(Collection<Integer> readers) {
        return context.registeredReaders().keySet().containsAll(readers);
    }

    @Override
    public void read(Map<Integer, List<OwnedVgroup>> byReader) {
        Map<Integer, List<TmqSplit>> plan = book.give(byReader, resolver);
        LOG.info("The readers have each vgroup of topic '{}' once: {}", config.topic(), plan);
        if (!plan.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(plan));
        }
        if (config.bounded() && plan.isEmpty()) {
            book.finish(List.of());
            signalNoMoreSplits();
        }
    }

    private void onListed(int round, @Nullable TopicVgroups vgroups, @Nullable Throwable failure) {
        if (failure == null) {
            rounds.listed(round, vgroups, book.known(), clock.getAsLong());
            return;
        }
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        String message =
                "Finding the vgroups of topic '"
                        + config.topic()
                        + "' failed: "
                        + cause.getMessage();
        if (!(cause instanceof ServiceException service)
                || service.kind() == FailureKind.FATAL
                || service.kind() == FailureKind.RECORD) {
            throw new FlinkRuntimeException(message, cause);
        }
        LOG.warn("{}; trying again", message);
        rounds.listingFailed(round, message, clock.getAsLong());
    }

    /** One that has failed and is not reset yet gets nothing: the reset ends the round. */
    private void send(int reader, SourceEvent event) {
        if (context.registeredReaders().containsKey(reader)) {
            context.sendEventToSourceReader(reader, event);
        }
    }

    private void signalNoMoreSplits() {
        for (int subtask : context.registeredReaders().keySet()) {
            if (toldNoMoreSplits.add(subtask)) {
                context.signalNoMoreSplits(subtask);
            }
        }
    }
}
