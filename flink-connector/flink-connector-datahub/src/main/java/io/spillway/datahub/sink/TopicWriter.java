/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;

/** The buffered writer of a topic, and the numbers of its records as state. */
@Internal
final class TopicWriter<InputT> implements StatefulSinkWriter<InputT, WriterIdentity> {

    private final SinkWriter<InputT> writer;
    @Nullable private final RecordNumbers numbers;

    /**
     * @param numbers null if records are not numbered
     */
    TopicWriter(SinkWriter<InputT> writer, @Nullable RecordNumbers numbers) {
        this.writer = writer;
        this.numbers = numbers;
    }

    @Override
    public void write(InputT element, Context context) throws IOException, InterruptedException {
        writer.write(element, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        writer.writeWatermark(watermark);
    }

    @Override
    public List<WriterIdentity> snapshotState(long checkpointId) {
        return numbers == null ? List.of() : List.of(numbers.state());
    }

    @Override
    public void close() throws Exception {
        writer.close();
    }
}
