/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The answer to one batch: entries not named in {@link #failures} were written.
 *
 * @param failures one element per entry that was not written, in ascending order of index
 */
@PublicEvolving
public record BatchResult(List<FailedEntry> failures) {

    private static final BatchResult ALL_WRITTEN = new BatchResult(List.of());

    /** Every entry was written. */
    public static BatchResult allWritten() {
        return ALL_WRITTEN;
    }

    /**
     * One entry that was not written.
     *
     * @param index position within the batch
     * @param outcome any outcome but {@link EntryOutcome#WRITTEN}
     * @param code the service's error code
     * @param message the service's message
     * @param cause the exception behind it, null if the service answered with a code only
     */
    public record FailedEntry(
            int index,
            EntryOutcome outcome,
            String code,
            String message,
            @Nullable Throwable cause) {}
}
