/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.rows.RowJson;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.metrics.Counter;

/** Makes letters of rows that cannot be turned into records. Task thread only. */
@Internal
final class RejectedRows implements AutoCloseable {

    private static final String SYSTEM = "tdengine";

    private final String source;
    private final RecordErrorHandler handler;
    private final Counter errors;
    @Nullable private final String jobName;

    /**
     * @param source what is read, for the letters
     * @param handler owned from now on
     */
    public RejectedRows(String source, RecordErrorHandler handler, SourceReaderContext context) {
        this.source = source;
        this.handler = handler;
        this.errors = context.metricGroup().getNumRecordsInErrorsCounter();
        this.jobName = context.metricGroup().getAllVariables().get("<job_name>");
    }

    /** Does with a row what {@code on-error} says. */
    public void handle(SourceRows rows, int row, RecordException cause)
            throws IOException, InterruptedException {
        errors.inc();
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        SYSTEM,
                        source,
                        rows.topic() == null ? rows.tableName() : "" + rows.vgroupId(),
                        rows.topic() == null ? null : rows.offset() + ":" + row,
                        null,
                        null);
        handler.handle(
                DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                        .value(RowJson.write(rows.data(), row))
                        .error(cause.code(), String.valueOf(cause.getMessage()), cause)
                        .jobName(jobName)
                        .build(),
                cause);
    }

    /** Blocks until every letter is durable. */
    public void flush() throws IOException, InterruptedException {
        handler.flush();
    }

    @Override
    public void close() throws IOException {
        handler.close();
    }
}
