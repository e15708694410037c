/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does with a record that can never be decoded or written what {@code on-error} says: fails, writes
 * a dead letter, or counts and goes on.
 *
 * <p>Owned by one operator or sink writer and used on its task thread only. The owner calls {@link
 * #flush} before every checkpoint completes and {@link #close} at the end. Made by {@link
 * ErrorPolicy#openHandler}.
 */
@PublicEvolving
public final class RecordErrorHandler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordErrorHandler.class);

    /** The first ignored record is logged, then every record at a multiple of this count. */
    private static final int LOG_EVERY = 1_000;

    private final ErrorHandling handling;
    @Nullable private final DeadLetterWriter writer;
    private final Counter deadLetters;
    private final Counter ignored;

    /**
     * @param handling what to do
     * @param writer the opened target of dead letters, owned by the handler from now on; null
     *     unless {@code handling} is {@link ErrorHandling#DEAD_LETTER}
     * @param metrics where the counters of {@link DeadLetterMetric} are registered
     */
    public RecordErrorHandler(
            ErrorHandling handling, @Nullable DeadLetterWriter writer, MetricGroup metrics) {
        if ((handling == ErrorHandling.DEAD_LETTER) != (writer != null)) {
            throw new IllegalArgumentException(
                    "A dead-letter writer is needed for on-error=dead-letter and only for it, not"
                            + " for on-error="
                            + handling);
        }
        this.handling = handling;
        this.writer = writer;
        this.deadLetters = DeadLetterMetric.NUM_DEAD_LETTERS.register(metrics);
        this.ignored = DeadLetterMetric.NUM_RECORDS_IGNORED.register(metrics);
    }

    /** What this handler does with a letter. */
    public ErrorHandling handling() {
        return handling;
    }

    /** As {@link #handle(DeadLetter, Throwable)} where no exception is at hand. */
    public void handle(DeadLetter letter) throws IOException, InterruptedException {
        handle(letter, null);
    }

    /**
     * Takes one refused record off the caller's hands.
     *
     * @param letter the record
     * @param cause becomes the cause if the job fails, null if a service answered with a code only
     * @throws RecordRejectedException if the job shall fail
     * @throws IOException if this or an earlier letter could not be written
     */
    public void handle(DeadLetter letter, @Nullable Throwable cause)
            throws IOException, InterruptedException {
        switch (handling) {
            case FAIL -> throw new RecordRejectedException(letter, cause);
            case DEAD_LETTER -> {
                writer.write(letter);
                deadLetters.inc();
            }
            case IGNORE -> ignore(letter);
        }
    }

    /** Blocks until every letter handed over is durable; rethrows failures. */
    public void flush() throws IOException, InterruptedException {
        if (writer != null) {
            writer.flush();
        }
    }

    /** Releases the target; does not flush. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    private void ignore(DeadLetter letter) {
        ignored.inc();
        long count = ignored.getCount();
        if (count == 1 || count % LOG_EVERY == 0) {
            String exceptionClass = letter.error().exceptionClass();
            // The message is left out: an exception's message may quote the record.
            LOG.warn(
                    "Ignored a record of {} at stage {}: {}{}; {} ignored so far",
                    letter.origin().describe(),
                    letter.stage().label(),
                    letter.error().code(),
                    exceptionClass == null ? "" : " (" + exceptionClass + ")",
                    count);
        }
    }
}
