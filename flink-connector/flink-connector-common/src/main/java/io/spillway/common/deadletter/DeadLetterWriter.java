/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Writes dead letters from inside a Flink operator or sink writer (at-least-once).
 *
 * <p>Created on the task, used by the task thread only: {@link #open}, then any number of {@link
 * #write} and {@link #flush}, then {@link #close}. The owner calls {@link #flush} before every
 * checkpoint completes; when it returns, every letter written so far is durable. A failure must be
 * thrown: a letter that is lost is a record that is lost.
 */
@PublicEvolving
public interface DeadLetterWriter extends AutoCloseable {

    /** Connects to the target; must fail with a clear message if the target cannot be written. */
    void open() throws IOException;

    /** Hands over a letter; may buffer. Rethrows failures of earlier letters. */
    void write(DeadLetter letter) throws IOException, InterruptedException;

    /** Blocks until every letter handed over is durable. */
    void flush() throws IOException, InterruptedException;

    /** Releases resources; does not flush. */
    @Override
    void close() throws IOException;
}
