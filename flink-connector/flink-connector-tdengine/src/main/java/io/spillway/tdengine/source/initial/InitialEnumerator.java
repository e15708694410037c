/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumerator;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorState;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the table read, and once every reader is done with it, the topic. Every reader reports what
 * it was restored with when it registers: splits of the topic are for the topic's enumerator,
 * splits of the table go straight back to the reader. Every method runs on the coordinator thread.
 */
@Internal
public final class InitialEnumerator implements SplitEnumerator<SourceSplit, InitialState> {

    private static final Logger LOG = LoggerFactory.getLogger(InitialEnumerator.class);

    private final SplitEnumeratorContext<SourceSplit> context;
    private final TDengineTmqSource<?> topicSource;

    /** Readers that were told that the table has nothing left for them. */
    private final Set<Integer> dismissed = new HashSet<>();

    /** Readers that are done with the table. */
    private final Set<Integer> finished = new HashSet<>();

    /** Ids of the table's splits that each reader was restored with. */
    private final Map<Integer, Set<String>> restored = new HashMap<>();

    /** Null once the topic is followed. */
    @Nullable private ScanEnumerator table;

    /** Null while the table is read. */
    @Nullable private SplitEnumerator<TmqSplit, TmqEnumeratorState> topic;

    private Map<Integer, Long> boundary = Map.of();

    InitialEnumerator(
            SplitEnumeratorContext<SourceSplit> context,
            TDengineScanSource<?> tableSource,
            TDengineTmqSource<?> topicSource,
            @Nullable InitialState state) {
        this.context = context;
        this.topicSource = topicSource;
        if (state == null) {
            table = tableSource.createEnumerator(tableContext());
        } else if (state.table() != null) {
            table = tableSource.restoreEnumerator(tableContext(), state.table());
        } else {
            boundary = state.boundary();
            topic = topicFromBoundary().restoreEnumerator(topicContext(), state.topic());
        }
    }

    @Override
    public void start() {
        context.setIsProcessingBacklog(topic == null);
        if (topic == null) {
            table.start();
        } else {
            topic.start();
        }
    }

    @Override
    public void addReader(int subtask) {
        ReaderInfo info = context.registeredReaders().get(subtask);
        List<SourceSplit> reported =
                info == null ? List.of() : info.getReportedSplitsOnRegistration();
        if (topic != null) {
            refuseTable(reported, subtask);
            context.sendEventToSourceReader(subtask, PhaseEvent.READ_TOPIC);
            topic.addReader(subtask);
            return;
        }
        restored.put(
                subtask, reported.stream().map(SourceSplit::splitId).collect(Collectors.toSet()));
        if (!reported.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(Map.of(subtask, reported)));
        }
        context.sendEventToSourceReader(subtask, PhaseEvent.READ_TABLE);
        table.addReader(subtask);
    }

    @Override
    public void addSplitsBack(List<SourceSplit> splits, int subtask) {
        if (topic != null) {
            refuseTable(splits, subtask);
            topic.addSplitsBack(splits.stream().map(TmqSplit.class::cast).toList(), subtask);
            return;
        }
        dismissed.remove(subtask);
        finished.remove(subtask);
        Set<String> own = restored.getOrDefault(subtask, Set.of());
        restored.remove(subtask);
        // what it was restored with it is restored with again, and reports it again
        table.addSplitsBack(
                splits.stream()
                        .filter(split -> !own.contains(split.splitId()))
                        .map(ScanSplit.class::cast)
                        .toList(),
                subtask);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        // one that was dismissed may be gone before splits that came back since reach it
        if (table != null && !dismissed.contains(subtask)) {
            table.handleSplitRequest(subtask, hostname);
        }
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event == PhaseEvent.TABLE_READ) {
            finished.add(subtask);
            followIfAllHaveRead();
        } else if (topic != null) {
            topic.handleSourceEvent(subtask, event);
        } else {
            throw new IllegalArgumentException(
                    "Reader " + subtask + " sent " + event + " while the table is read");
        }
    }

    @Override
    public InitialState snapshotState(long checkpointId) throws Exception {
        return topic == null
                ? InitialState.ofTable(table.snapshotState(checkpointId))
                : InitialState.ofTopic(boundary, topic.snapshotState(checkpointId));
    }

    @Override
    public void close() throws IOException {
        if (table != null) {
            table.close();
        }
        if (topic != null) {
            topic.close();
        }
    }

    private void followIfAllHaveRead() {
        // one that has failed since is no longer registered; it will report again
        if (finished.size() < context.currentParallelism()
                || !context.registeredReaders().keySet().containsAll(finished)) {
            return;
        }
        LOG.info("The table is read, the readers go on with its topic");
        boundary = table.boundary();
        closeTable();
        topic = topicFromBoundary().createEnumerator(topicContext());
        topic.start();
        context.setIsProcessingBacklog(false);
        for (int reader : finished) {
            context.sendEventToSourceReader(reader, PhaseEvent.READ_TOPIC);
            topic.addReader(reader);
        }
    }

    private void closeTable() {
        try {
            table.close();
        } catch (IOException e) {
            throw new FlinkRuntimeException("Closing the table's enumerator failed", e);
        }
        table = null;
    }

    /** The others cannot be called back from the topic one by one, nor their rows. */
    private static void refuseTable(List<SourceSplit> splits, int subtask) {
        for (SourceSplit split : splits) {
            if (split instanceof ScanSplit) {
                throw new FlinkRuntimeException(
                        "Reader "
                                + subtask
                                + " was set back to where the table was being read, while the"
                                + " others follow the topic; all start over together from the last"
                                + " checkpoint");
            }
        }
    }

    private TDengineTmqSource<?> topicFromBoundary() {
        return topicSource.startingAt(
                boundary.isEmpty()
                        ? StartingOffsets.earliest()
                        : StartingOffsets.specific(boundary));
    }

    private SplitEnumeratorContext<ScanSplit> tableContext() {
        return new PartContext<>(
                context,
                ScanSplit.class,
                reader -> {
                    dismissed.add(reader);
                    context.sendEventToSourceReader(reader, PhaseEvent.NO_MORE_OF_TABLE);
                });
    }

    private SplitEnumeratorContext<TmqSplit> topicContext() {
        return new PartContext<>(context, TmqSplit.class, context::signalNoMoreSplits);
    }
}
