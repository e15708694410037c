/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.metrics.MetricGroup;

/**
 * What to do with refused records, decided where the job is planned and shipped to its tasks.
 *
 * @param handling the value of {@code on-error}
 * @param letters makes the target of dead letters; null unless {@code handling} is {@link
 *     ErrorHandling#DEAD_LETTER}
 */
@PublicEvolving
public record ErrorPolicy(
        ErrorHandling handling, @Nullable DeadLetterWriterFactory.Provider letters)
        implements Serializable {

    /** The default: the job fails, nothing is skipped. */
    public static final ErrorPolicy FAIL = new ErrorPolicy(ErrorHandling.FAIL, null);

    /** Refused records are counted and skipped. */
    public static final ErrorPolicy IGNORE = new ErrorPolicy(ErrorHandling.IGNORE, null);

    public ErrorPolicy {
        if ((handling == ErrorHandling.DEAD_LETTER) != (letters != null)) {
            throw new IllegalArgumentException(
                    "A dead-letter target is needed for on-error=dead-letter and only for it, not"
                            + " for on-error="
                            + handling);
        }
    }

    /** Refused records are written to a target. */
    public static ErrorPolicy deadLetter(DeadLetterWriterFactory.Provider letters) {
        return new ErrorPolicy(ErrorHandling.DEAD_LETTER, letters);
    }

    /**
     * Makes the handler of one task, its target opened.
     *
     * @param metrics the operator's or writer's group
     * @throws IOException if the target cannot be written
     */
    public RecordErrorHandler openHandler(MetricGroup metrics) throws IOException {
        if (letters == null) {
            return new RecordErrorHandler(handling, null, metrics);
        }
        DeadLetterWriter writer = letters.createWriter();
        try {
            writer.open();
        } catch (IOException | RuntimeException e) {
            closeAfter(e, writer);
            throw e;
        }
        return new RecordErrorHandler(handling, writer, metrics);
    }

    private static void closeAfter(Exception failure, DeadLetterWriter writer) {
        try {
            writer.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
