/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The reader of one task: opens a reader of the table or the topic when the enumerator says so, and
 * is that reader until the next word. Task thread only.
 *
 * @param <T> the element
 */
@Internal
public final class InitialReader<T> implements SourceReader<T, SourceSplit> {

    private final SourceReaderContext context;
    private final TDengineScanSource<T> table;
    private final TDengineTmqSource<T> topic;

    /** Splits that came ahead of the word what to read. */
    private final List<SourceSplit> early = new ArrayList<>();

    /** Null before the first word, and between table and topic. */
    @Nullable private SourceReader<T, SourceSplit> current;

    private boolean readsTable;

    /** Done when there is a reader. */
    private CompletableFuture<Void> begun = new CompletableFuture<>();

    InitialReader(
            SourceReaderContext context, TDengineScanSource<T> table, TDengineTmqSource<T> topic) {
        this.context = new PartReaderContext(context);
        this.table = table;
        this.topic = topic;
    }

    @Override
    public void start() {
        // the enumerator says what to read
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event == PhaseEvent.READ_TABLE) {
            readsTable = true;
            begin(table);
        } else if (event == PhaseEvent.READ_TOPIC) {
            readsTable = false;
            begin(topic);
        } else if (event == PhaseEvent.NO_MORE_OF_TABLE) {
            notifyNoMoreSplits();
        } else if (current != null) {
            current.handleSourceEvents(event);
        } else {
            throw new IllegalArgumentException("Unknown source event " + event);
        }
    }

    @Override
    public void addSplits(List<SourceSplit> splits) {
        if (current == null) {
            early.addAll(splits);
        } else {
            current.addSplits(splits);
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        if (current != null) {
            current.notifyNoMoreSplits();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (current == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        InputStatus status = current.pollNext(output);
        if (status != InputStatus.END_OF_INPUT || !readsTable) {
            return status;
        }
        SourceReader<T, SourceSplit> done = current;
        current = null;
        begun = new CompletableFuture<>();
        done.close();
        context.sendSourceEventToCoordinator(PhaseEvent.TABLE_READ);
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return current == null ? begun : current.isAvailable();
    }

    @Override
    public List<SourceSplit> snapshotState(long checkpointId) {
        List<SourceSplit> splits = new ArrayList<>(early);
        if (current != null) {
            splits.addAll(current.snapshotState(checkpointId));
        }
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        if (current != null) {
            current.notifyCheckpointComplete(checkpointId);
        }
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        if (current != null) {
            current.notifyCheckpointAborted(checkpointId);
        }
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<String> splitsToPause, Collection<String> splitsToResume) {
        if (current != null) {
            current.pauseOrResumeSplits(splitsToPause, splitsToResume);
        }
    }

    @Override
    public void close() throws Exception {
        if (current != null) {
            current.close();
        }
    }

    private void begin(Source<T, ? extends SourceSplit, ?> source) {
        if (current != null) {
            throw new IllegalStateException("A reader is told to begin while it reads");
        }
        SourceReader<T, SourceSplit> reader = open(source);
        current = reader;
        if (!early.isEmpty()) {
            reader.addSplits(List.copyOf(early));
            early.clear();
        }
        reader.start();
        begun.complete(null);
    }

    /** The enumerator sends a reader splits of its own kind only. */
    @SuppressWarnings("unchecked")
    private SourceReader<T, SourceSplit> open(Source<T, ? extends SourceSplit, ?> source) {
        try {
            return (SourceReader<T, SourceSplit>) source.createReader(context);
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Opening the reader of the "
                            + (readsTable ? "table" : "topic")
                            + " failed: "
                            + e.getMessage(),
                    e);
        }
    }
}
