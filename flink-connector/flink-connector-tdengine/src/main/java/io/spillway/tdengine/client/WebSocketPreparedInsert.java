/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.client.WebSocketChannel.Call;
import io.spillway.tdengine.client.codec.BindBuffer;
import io.spillway.tdengine.client.codec.BindFrame;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.annotation.Internal;

/** {@link PreparedInsert} by one message that binds all rows and one that executes. */
@Internal
final class WebSocketPreparedInsert implements PreparedInsert {

    private final Statement statement;
    private final List<BindField> fields;
    private final AtomicBoolean inserting = new AtomicBoolean();

    WebSocketPreparedInsert(Statement statement, List<BindField> fields) {
        this.statement = statement;
        this.fields = fields;
    }

    @Override
    public List<BindField> fields() {
        return fields;
    }

    @Override
    public BindRows newRows() {
        return new BindBuffer(fields);
    }

    @Override
    public CompletableFuture<Integer> insert(BindRows rows) {
        if (!(rows instanceof BindBuffer buffer) || !buffer.fields().equals(fields)) {
            throw new IllegalArgumentException(
                    "the rows were made for a statement with other fields");
        }
        if (!inserting.compareAndSet(false, true)) {
            throw new IllegalStateException("the former insert has not completed");
        }
        String purpose = "insert " + rows.rows() + " rows";
        Call bind = Call.of(purpose, statement.timeout());
        CompletableFuture<Integer> inserted;
        try {
            byte[] frame = BindFrame.write(bind.requestId(), statement.id(), buffer);
            // the server keeps no order between requests: one has to wait for the other's answer
            inserted =
                    statement
                            .channel()
                            .callBinary(frame, bind)
                            .thenCompose(bound -> execute(purpose));
        } catch (RuntimeException e) {
            inserting.set(false);
            throw e;
        }
        return Failures.unwrapped(
                inserted.whenComplete((affected, failure) -> inserting.set(false)));
    }

    @Override
    public CompletableFuture<Void> close() {
        return statement.close();
    }

    private CompletableFuture<Integer> execute(String purpose) {
        return statement
                .channel()
                .call("stmt2_exec", statement.args(), Call.of(purpose, statement.timeout()))
                .thenApply(answer -> answer.path("affected").asInt());
    }
}
