/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;

/** {@link QueryResult} over an answer that has come whole. */
@Internal
final class RestQueryResult implements QueryResult {

    private final RestAnswer answer;
    private final Function<MalformedMessageException, Throwable> failures;
    private boolean closed;

    RestQueryResult(RestAnswer answer, Function<MalformedMessageException, Throwable> failures) {
        this.answer = answer;
        this.failures = failures;
    }

    @Override
    public List<Field> fields() {
        return answer.isUpdate() ? List.of() : answer.fields();
    }

    @Override
    public TimestampPrecision precision() {
        return answer.precision();
    }

    @Override
    public CompletableFuture<Optional<DataBlock>> next() {
        if (closed || answer.isUpdate()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            return CompletableFuture.completedFuture(Optional.ofNullable(answer.next()));
        } catch (MalformedMessageException e) {
            return CompletableFuture.failedFuture(failures.apply(e));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
