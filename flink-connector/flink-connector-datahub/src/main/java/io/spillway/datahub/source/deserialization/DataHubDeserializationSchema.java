/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.deserialization;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Makes elements of a job out of DataHub's records. Called on the task thread only.
 *
 * @param <T> the element
 */
@Experimental
public interface DataHubDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once per task, before the first record. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Decodes a record into any number of elements, which get the record's system time as their
     * timestamp. Emit nothing before the record is known to be sound: what was collected stays
     * collected.
     *
     * @param record valid during this call only
     * @throws UndecodableRecordException if this record can never be decoded; it is then handled as
     *     the source's error handling says, and so is a {@link
     *     io.spillway.datahub.client.codec.MalformedMessageException}
     * @throws IOException any other failure; fails the job
     */
    void deserialize(DataHubRecord record, Collector<T> out) throws IOException;
}
