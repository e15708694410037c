/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.VgroupsFinishedEvent;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * The vgroups of a reader and what comes of them: decides what is emitted next, moves their
 * positions and ends them at their stop. Task thread only.
 *
 * @param <T> the element
 */
final class VgroupReading<T> {

    private final SourceReaderContext context;
    private final TmqSourceConfig config;
    private final RowEmitter<T> emitter;
    private final TmqSourceMetrics metrics;
    private final Mailbox mailbox;
    private final LogWatch watch;
    private final HeldMessages held;
    private final Map<Integer, VgroupState> vgroups = new LinkedHashMap<>();
    private final List<VgroupState> justFinished = new ArrayList<>();
    @Nullable private TmqConsumer consumer;
    @Nullable private MessagePump pump;
    @Nullable private MessageInProgress current;

    VgroupReading(
            SourceReaderContext context,
            TmqSourceConfig config,
            RowEmitter<T> emitter,
            TmqSourceMetrics metrics,
            Mailbox mailbox) {
        this.context = context;
        this.config = config;
        this.emitter = emitter;
        this.metrics = metrics;
        this.mailbox = mailbox;
        this.watch = new LogWatch(config, metrics);
        this.held = new HeldMessages(config.tuning().heldBytes());
    }

    void addSplits(List<TmqSplit> splits) {
        if (!vgroups.isEmpty()) {
            throw new IllegalStateException(
                    "Splits " + splits + " came to a reader that has some already");
        }
        for (TmqSplit split : splits) {
            VgroupState state = new VgroupState(split, metrics.vgroup(split.vgroupId()));
            vgroups.put(split.vgroupId(), state);
            finishIfAtStop(state, state.offset());
        }
    }

    /** The consumer is where the splits begin. */
    void start(TmqConsumer sought) {
        consumer = sought;
        pump = new MessagePump(sought, config, vgroups.keySet(), metrics, mailbox::wake);
        if (!allFinished()) {
            pump.start();
        }
    }

    /** Polls no more. */
    void stop() {
        if (pump != null) {
            pump.stop();
        }
    }

    /** The consumer that is read, null before. */
    @Nullable
    TmqConsumer consumer() {
        return consumer;
    }

    /** Where all vgroups are, those that are finished too. */
    List<TmqSplit> splits() {
        return vgroups.values().stream().map(VgroupState::toSplit).toList();
    }

    /** The offset of the next message of each vgroup. */
    Map<Integer, Long> offsets() {
        Map<Integer, Long> offsets = new HashMap<>();
        vgroups.forEach((id, vgroup) -> offsets.put(id, vgroup.offset()));
        return offsets;
    }

    boolean allFinished() {
        return vgroups.values().stream().allMatch(VgroupState::finished);
    }

    /** Whether something came that can be taken. */
    boolean hasNews() {
        return pump != null && !pump.isEmpty() && !allPaused();
    }

    void pauseOrResume(Collection<String> toPause, Collection<String> toResume) {
        for (VgroupState vgroup : vgroups.values()) {
            if (toPause.contains(vgroup.splitId())) {
                vgroup.pause(true);
            }
            if (toResume.contains(vgroup.splitId())) {
                vgroup.pause(false);
            }
        }
    }

    /**
     * Emits what is next, a message or a part of a large one.
     *
     * @return whether there may be more at once
     */
    boolean emitTurn(ReaderOutput<T> output) throws Exception {
        if (current == null) {
            Received.Message next = nextMessage();
            releaseFinished(output);
            if (next == null) {
                return false;
            }
            current = emitter.takeUp(next, stateOf(next));
        }
        VgroupState vgroup = stateOf(current.received());
        emitter.emitTurn(current, vgroup, output.createOutputForSplit(vgroup.splitId()));
        if (current.done()) {
            current = null;
            finishIfAtStop(vgroup, vgroup.offset());
            releaseFinished(output);
        }
        return true;
    }

    /** The next message to emit, null if there is none now. */
    @Nullable
    private Received.Message nextMessage() throws IOException {
        while (true) {
            Received.Message released = held.takeReleased(vgroups);
            if (released != null) {
                if (isToBeRead(released)) {
                    return released;
                }
                continue;
            }
            Received received = pump == null || allPaused() ? null : pump.take();
            if (received == null) {
                return null;
            } else if (received instanceof Received.Broken broken) {
                throw new IOException(
                        "Reading topic '"
                                + config.topic()
                                + "' failed: "
                                + broken.cause().getMessage(),
                        broken.cause());
            } else if (received instanceof Received.Positions positions) {
                positions
                        .places()
                        .forEach(place -> vgroups.get(place.vgroupId()).writtenTo(place.end()));
                for (Received.Place place : positions.places()) {
                    onPlace(place);
                }
            } else if (received instanceof Received.Message message) {
                VgroupState vgroup = stateOf(message);
                vgroup.writtenTo(message.end());
                if (vgroup.paused() || vgroup.held() > 0) {
                    held.add(message, vgroup);
                } else if (isToBeRead(message)) {
                    return message;
                }
            }
        }
    }

    private boolean isToBeRead(Received.Message message) throws IOException {
        VgroupState vgroup = stateOf(message);
        if (vgroup.finished()) {
            return false;
        }
        watch.onMessage(message, vgroup);
        finishIfAtStop(vgroup, message.content().offset());
        return !vgroup.finished();
    }

    private void onPlace(Received.Place place) throws IOException {
        VgroupState vgroup = vgroups.get(place.vgroupId());
        if (vgroup.finished() || vgroup.held() > 0 || place.position() < vgroup.offset()) {
            return;
        }
        watch.onPlace(place, vgroup);
        vgroup.moveTo(place.position(), vgroup.rowsDone(), vgroup.doneBefore());
        finishIfAtStop(vgroup, place.position());
    }

    private VgroupState stateOf(Received.Message message) {
        return vgroups.get(message.content().vgroupId());
    }

    private boolean allPaused() {
        boolean all = false;
        for (VgroupState vgroup : vgroups.values()) {
            if (!vgroup.finished()) {
                if (!vgroup.paused()) {
                    return false;
                }
                all = true;
            }
        }
        return all;
    }

    private void finishIfAtStop(VgroupState vgroup, long offset) {
        if (!vgroup.finished() && offset >= vgroup.stopOffset()) {
            vgroup.moveTo(Math.max(vgroup.offset(), vgroup.stopOffset()), 0, 0);
            vgroup.finish();
            justFinished.add(vgroup);
            mailbox.wake();
        }
    }

    /** Lets go of the outputs, which hold watermarks back, and tells the enumerator. */
    private void releaseFinished(ReaderOutput<T> output) {
        if (justFinished.isEmpty()) {
            return;
        }
        justFinished.forEach(vgroup -> output.releaseOutputForSplit(vgroup.splitId()));
        List<Integer> ids = justFinished.stream().map(VgroupState::vgroupId).toList();
        justFinished.clear();
        if (allFinished()) {
            stop();
        }
        context.sendSourceEventToCoordinator(new VgroupsFinishedEvent(ids));
    }
}
