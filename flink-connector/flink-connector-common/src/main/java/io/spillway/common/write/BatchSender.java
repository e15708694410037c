/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Sends batches to the external service without blocking. Implemented per connector.
 *
 * @param <E> the entry, ready for the wire
 */
@PublicEvolving
public interface BatchSender<E> extends AutoCloseable {

    /**
     * Sends the entries of one lane, in order. Called on the task thread; the future may be
     * completed on any thread. Completed exceptionally, the future fails the job: failures that can
     * be retried or that belong to records are answered as outcomes.
     *
     * @param lane the lane all entries belong to
     * @param entries at least one entry; must not be changed or kept after completion
     */
    CompletableFuture<BatchResult> send(String lane, List<E> entries);

    @Override
    void close() throws Exception;
}
