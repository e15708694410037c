/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.write.EntryAdapter;
import io.spillway.common.write.WriteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.FlinkRuntimeException;

/** Makes rows of elements, and dead letters of what cannot be written. */
@Internal
final class TableWriting<InputT> implements EntryAdapter<InputT, SinkRow> {

    private static final List<DeadLetter.Header> DELETE =
            List.of(new DeadLetter.Header("op", "delete".getBytes(StandardCharsets.UTF_8)));

    private final SinkTarget target;
    private final TDengineSerializationSchema<InputT> serializer;
    private final SerializationSchema.InitializationContext context;
    private final String jobName;
    @Nullable private RowEncoder encoder;
    @Nullable private RowContents contents;

    TableWriting(
            SinkTarget target,
            TDengineSerializationSchema<InputT> serializer,
            SerializationSchema.InitializationContext context,
            String jobName) {
        this.target = target;
        this.serializer = serializer;
        this.context = context;
        this.jobName = jobName;
    }

    /**
     * Makes the serializer ready for the table as it is.
     *
     * @param names gives child tables their names where rows do not, null if they must
     */
    void open(RowLayout layout, @Nullable TagText names) {
        encoder = new RowEncoder(layout, names);
        contents = new RowContents(layout);
        try {
            serializer.open(context, layout.table());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Cannot write to TDengine table " + target + ": " + e.getMessage(), e);
        }
    }

    @Override
    @Nullable
    public SinkRow toEntry(InputT element, SinkWriter.Context elementContext) throws IOException {
        encoder.reset();
        return serializer.serialize(element, encoder)
                ? encoder.toRow(elementContext.timestamp())
                : null;
    }

    @Override
    public int sizeInBytes(SinkRow row) {
        return row.sizeInBytes();
    }

    @Override
    public DeadLetter elementLetter(
            InputT element, SinkWriter.Context elementContext, WriteFailure failure) {
        return letter(null, elementContext.timestamp(), failure)
                .value(serializer.describe(element))
                .build();
    }

    @Override
    public DeadLetter entryLetter(SinkRow row, WriteFailure failure) {
        return letter(row.table(), row.eventTime(), failure)
                .value(contents.json(row))
                .headers(row.delete() ? DELETE : List.of())
                .build();
    }

    private DeadLetterBuilder letter(
            @Nullable String table, @Nullable Long timestamp, WriteFailure failure) {
        DeadLetter.Origin origin =
                new DeadLetter.Origin("tdengine", target.toString(), table, null, timestamp, null);
        return DeadLetters.builder(origin, DeadLetter.Stage.WRITE)
                .error(failure.code(), failure.message(), failure.cause())
                .attempts(
                        failure.attempts(),
                        failure.firstFailureMillis(),
                        failure.lastFailureMillis())
                .jobName(jobName);
    }
}
