/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.tdengine.client.WebSocketChannel.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** A prepared statement's place on the server. Thread-safe. */
@Internal
final class Statement {

    private final WebSocketChannel channel;
    private final long id;
    private final Duration timeout;
    private CompletableFuture<Void> closed;

    Statement(WebSocketChannel channel, long id, Duration timeout) {
        this.channel = channel;
        this.id = id;
        this.timeout = timeout;
    }

    WebSocketChannel channel() {
        return channel;
    }

    long id() {
        return id;
    }

    Duration timeout() {
        return timeout;
    }

    /** The arguments of a request about this statement. */
    ObjectNode args() {
        return Json.putU64(Json.object(), "stmt_id", id);
    }

    /** Frees it on the server, once; with its connection it is gone anyway. */
    synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            CompletableFuture<Void> result = new CompletableFuture<>();
            channel.call("stmt2_close", args(), Call.of("close a prepared statement", timeout))
                    .whenComplete(
                            (answer, failure) -> {
                                if (failure == null || !channel.isOpen()) {
                                    result.complete(null);
                                } else {
                                    result.completeExceptionally(
                                            Failures.toServiceException(failure));
                                }
                            });
            closed = result;
        }
        return closed;
    }
}
