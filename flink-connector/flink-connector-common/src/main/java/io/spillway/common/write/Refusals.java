/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RecordException;
import io.spillway.common.failure.ServiceException;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Gives records that cannot be sent at all to the error handler. What is not the record's fault is
 * thrown on. Of the task thread.
 */
@Internal
final class Refusals<InputT, E> {

    private final EntryAdapter<InputT, E> adapter;
    private final RecordErrorHandler errors;
    private final WriterRuntime runtime;
    private final WriterMetrics metrics;

    Refusals(
            EntryAdapter<InputT, E> adapter,
            RecordErrorHandler errors,
            WriterRuntime runtime,
            WriterMetrics metrics) {
        this.adapter = adapter;
        this.errors = errors;
        this.runtime = runtime;
        this.metrics = metrics;
    }

    /** Refuses an element that did not become an entry. */
    void element(InputT element, SinkWriter.Context context, IOException reason)
            throws IOException, InterruptedException {
        WriteFailure refusal = refusalOf(reason);
        metrics.rejected();
        errors.handle(adapter.elementLetter(element, context, refusal), reason);
    }

    /** Refuses an entry that no lane will take. */
    void entry(E entry, IOException reason) throws IOException, InterruptedException {
        WriteFailure refusal = refusalOf(reason);
        metrics.rejected();
        errors.handle(adapter.entryLetter(entry, refusal), reason);
    }

    private WriteFailure refusalOf(IOException e) throws IOException {
        String code;
        if (e instanceof RecordException record) {
            code = record.code();
        } else if (e instanceof ServiceException service && service.kind() == FailureKind.RECORD) {
            code = service.code();
        } else {
            throw e;
        }
        long now = runtime.time().getCurrentProcessingTime();
        return new WriteFailure(null, code, String.valueOf(e.getMessage()), e, 1, now, now);
    }
}
