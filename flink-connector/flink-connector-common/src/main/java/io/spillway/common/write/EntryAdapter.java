/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.deadletter.DeadLetter;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * What a {@link BufferedAsyncWriter} has to know of its elements and entries. Implemented per
 * connector; used by the task thread only.
 *
 * @param <InputT> the element the sink receives
 * @param <E> the entry, ready for the wire
 */
@PublicEvolving
public interface EntryAdapter<InputT, E> {

    /**
     * Converts an element. Called after the lanes were found for the first time.
     *
     * @return the entry, or null if there is nothing to write for this element
     * @throws IOException the record can never be converted if it is a {@link
     *     io.spillway.common.failure.RecordException} or a {@link
     *     io.spillway.common.failure.ServiceException} of kind {@code RECORD}; any other exception
     *     fails the job
     */
    @Nullable
    E toEntry(InputT element, SinkWriter.Context context) throws IOException, InterruptedException;

    /** The entry's size on the wire, in bytes. */
    int sizeInBytes(E entry);

    /** The letter for an element that could not be converted. */
    DeadLetter elementLetter(InputT element, SinkWriter.Context context, WriteFailure failure);

    /** The letter for an entry that was refused. */
    DeadLetter entryLetter(E entry, WriteFailure failure);
}
