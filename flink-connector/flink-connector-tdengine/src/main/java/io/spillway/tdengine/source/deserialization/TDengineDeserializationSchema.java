/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.deserialization;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Turns rows of TDengine into records. Used by one thread.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public interface TDengineDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once before the first row. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Emits any number of records for one row.
     *
     * @param rows blocks of different schemas may follow one another
     * @param row counted from 0
     * @throws io.spillway.common.failure.RecordException if this row can never be turned into a
     *     record; any other exception fails the job
     */
    void deserialize(SourceRows rows, int row, Collector<T> out) throws IOException;

    /**
     * Emits any number of records for a change of schema or a delete; by default none.
     *
     * @param meta the JSON the server wrote
     */
    default void deserializeMeta(MetaMessage meta, Collector<T> out) throws IOException {}

    /**
     * Called when a reader ends or failed; a reader that goes on from a table to its topic calls
     * {@link #open} again.
     */
    default void close() throws Exception {}
}
