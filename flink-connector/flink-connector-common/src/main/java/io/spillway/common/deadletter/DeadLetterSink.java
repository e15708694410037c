/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes the letters of a side output to any target of dead letters (at-least-once): every letter
 * is durable before the checkpoint that covers its record completes.
 *
 * <pre>{@code
 * changes.getSideOutput(DeadLetters.TAG).sinkTo(new DeadLetterSink(policy)).uid("dead-letters");
 * }</pre>
 */
@PublicEvolving
public final class DeadLetterSink implements Sink<DeadLetter> {

    private static final long serialVersionUID = 1L;

    private final ErrorPolicy policy;

    /**
     * @param policy what to do with each letter; {@link ErrorPolicy#FAIL} fails the job at the
     *     first one
     */
    public DeadLetterSink(ErrorPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    @Override
    public SinkWriter<DeadLetter> createWriter(WriterInitContext context) throws IOException {
        return new Writer(policy.openHandler(context.metricGroup()));
    }

    /** Used on the task thread only. */
    private record Writer(RecordErrorHandler handler) implements SinkWriter<DeadLetter> {

        @Override
        public void write(DeadLetter letter, Context context)
                throws IOException, InterruptedException {
            handler.handle(letter);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            handler.flush();
        }

        @Override
        public void close() throws IOException {
            handler.close();
        }
    }
}
