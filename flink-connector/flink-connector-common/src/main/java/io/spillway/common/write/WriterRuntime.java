/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What a {@link BufferedAsyncWriter} needs of the task it runs in.
 *
 * @param mailbox the task thread's mailbox
 * @param time clock and timers, which fire on the task thread
 * @param metrics the writer's metric group
 */
@PublicEvolving
public record WriterRuntime(
        MailboxExecutor mailbox, ProcessingTimeService time, SinkWriterMetricGroup metrics) {

    public static WriterRuntime of(WriterInitContext context) {
        return new WriterRuntime(
                context.getMailboxExecutor(),
                context.getProcessingTimeService(),
                context.metricGroup());
    }
}
