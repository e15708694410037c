/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * The sending end of a WebSocket. Thread-safe, but a message may only be handed over when the one
 * before it was sent. No method blocks.
 */
@Internal
interface Wire {

    /** Completes when the message is on its way. */
    CompletableFuture<?> send(String text);

    /**
     * @param binary must not be changed any more
     */
    CompletableFuture<?> send(byte[] binary);

    /** Says that nothing more is sent. */
    CompletableFuture<?> sendClose();

    /** Whether an end of the connection is only told for sure to who sends something. */
    default boolean needsPings() {
        return false;
    }

    /** Sends something that the other side takes no notice of. */
    default CompletableFuture<?> ping() {
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the connection without a word. Whoever receives is told nothing. */
    void abort();
}
