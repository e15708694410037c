/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import java.io.IOException;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes letters of records that cannot be decoded. Task thread only. */
final class UndecodableRecords {

    private static final Logger LOG = LoggerFactory.getLogger(UndecodableRecords.class);

    private final TopicPath topic;
    private final RecordErrorHandler handler;
    private final DataHubSourceMetrics metrics;
    private final boolean log;
    @Nullable private final String jobName;

    UndecodableRecords(
            DataHubSourceConfig config,
            RecordErrorHandler handler,
            DataHubSourceMetrics metrics,
            @Nullable String jobName) {
        this.topic = config.topic();
        this.log = config.tuning().logUndecodable();
        this.handler = handler;
        this.metrics = metrics;
        this.jobName = jobName;
    }

    void handle(DataHubRecord record, String code, Exception cause)
            throws IOException, InterruptedException {
        metrics.recordInError();
        if (log) {
            LOG.warn(
                    "Record {} of shard {} of {} cannot be decoded: {}: {}",
                    positionOf(record),
                    record.shardId(),
                    topic,
                    code,
                    cause.getMessage());
        }
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        "datahub",
                        topic.toString(),
                        record.shardId(),
                        positionOf(record),
                        record.systemTimeMillis(),
                        null);
        handler.handle(
                DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                        .value(record.toBytes())
                        .error(code, String.valueOf(cause.getMessage()), cause)
                        .jobName(jobName)
                        .build(),
                cause);
    }

    private static String positionOf(DataHubRecord record) {
        // only records written as one batch share a sequence
        return record.batchIndex() == 0
                ? Long.toString(record.sequence())
                : record.sequence() + ":" + record.batchIndex();
    }
}
