/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.rows.RowJson;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;

/** Makes letters of rows that cannot be decoded. Task thread only. */
final class UndecodableRows {

    private final RecordErrorHandler handler;
    private final TmqSourceMetrics metrics;
    @Nullable private final String jobName;

    UndecodableRows(
            RecordErrorHandler handler, TmqSourceMetrics metrics, @Nullable String jobName) {
        this.handler = handler;
        this.metrics = metrics;
        this.jobName = jobName;
    }

    /**
     * @param row of the block
     * @param rowOfMessage of the whole message, which may have several blocks
     */
    void handle(
            SourceRows rows,
            int row,
            long rowOfMessage,
            @Nullable Long timestampMillis,
            RecordException cause)
            throws IOException, InterruptedException {
        handle(
                origin(
                        rows.topic(),
                        rows.vgroupId(),
                        rows.offset() + ":" + rowOfMessage,
                        timestampMillis),
                RowJson.write(rows.data(), row),
                cause);
    }

    void handle(MetaMessage meta, RecordException cause) throws IOException, InterruptedException {
        handle(
                origin(meta.topic(), meta.vgroupId(), Long.toString(meta.offset()), null),
                meta.json().getBytes(StandardCharsets.UTF_8),
                cause);
    }

    private static DeadLetter.Origin origin(
            String topic, int vgroupId, String position, @Nullable Long timestampMillis) {
        return new DeadLetter.Origin(
                "tdengine", topic, Integer.toString(vgroupId), position, timestampMillis, null);
    }

    private void handle(DeadLetter.Origin origin, byte[] value, RecordException cause)
            throws IOException, InterruptedException {
        metrics.recordInError();
        handler.handle(
                DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                        .value(value)
                        .error(cause.code(), String.valueOf(cause.getMessage()), cause)
                        .jobName(jobName)
                        .build(),
                cause);
    }
}
