/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * Turns elements into rows of a table. Used by the task thread only.
 *
 * @param <InputT> the element the sink receives
 */
@PublicEvolving
public interface TDengineSerializationSchema<InputT> extends Serializable {

    /**
     * Names of the columns and tags that are written, as the server spells them, in any order. The
     * table's first column, its timestamp, must be among them. Columns that are left out keep what
     * they have.
     */
    List<String> columns();

    /**
     * Called once on each task, before the first element, when the table is known.
     *
     * @param context for formats that are nested in this schema
     * @param table with the types of {@link #columns}
     * @throws Exception fails the job, for instance because a column has another type than expected
     */
    default void open(SerializationSchema.InitializationContext context, TargetTable table)
            throws Exception {}

    /**
     * Writes an element as a row.
     *
     * @param row empty
     * @return false if nothing is to be written for this element
     * @throws io.spillway.common.failure.RecordException if this element can never be written; it
     *     is handled as {@code on-error} says. Any other exception fails the job.
     */
    boolean serialize(InputT element, RowOutput row) throws IOException;

    /**
     * The element as text for people, preferably JSON: the value of the dead letter of an element
     * that could not be turned into a row.
     *
     * @return null if it cannot be shown
     */
    @Nullable
    default byte[] describe(InputT element) {
        return null;
    }
}
