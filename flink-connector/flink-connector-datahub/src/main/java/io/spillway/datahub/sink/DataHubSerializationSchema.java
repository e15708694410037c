/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * Turns elements into records of a topic and chooses what decides on their shard. Used by the task
 * thread only.
 *
 * @param <InputT> the element the sink receives
 */
@PublicEvolving
public interface DataHubSerializationSchema<InputT> extends Serializable {

    /**
     * Called once on each task, before the first element, when the topic is known.
     *
     * @param context for formats that are nested in this schema
     * @param topic the topic as the service describes it, with its columns
     * @throws Exception fails the job, for instance because columns do not match
     */
    default void open(SerializationSchema.InitializationContext context, TopicDescription topic)
            throws Exception {}

    /**
     * What the sink calls; for schemas that need to know their task. Calls the other one.
     *
     * @param subtask index of this task among those of the sink, from 0
     * @throws Exception fails the job
     */
    default void open(
            SerializationSchema.InitializationContext context, TopicDescription topic, int subtask)
            throws Exception {
        open(context, topic);
    }

    /**
     * Encodes an element.
     *
     * @return the record, or null if nothing is to be written for this element
     * @throws io.spillway.common.failure.RecordException if this element can never be encoded; it
     *     is handled as {@code on-error} says. Any other exception fails the job.
     */
    @Nullable
    EncodedRecord serialize(InputT element) throws IOException;

    /**
     * The bytes that decide on the shard: records with equal bytes go to the same shard, in order.
     * Asked after {@link #serialize}; the array is not kept.
     *
     * @return null if the record may go to any shard, by turns
     */
    @Nullable
    default byte[] routingKey(InputT element) throws IOException {
        return null;
    }

    /**
     * The point of the hash space the record belongs to, stronger than {@link #routingKey}: it goes
     * to the shard whose range holds it. In a topic whose shards share one range (extend mode) it
     * cannot choose, and the record is handled as {@code on-error} says.
     *
     * @return 32 hexadecimal digits, or null if the sink chooses
     */
    @Nullable
    default String hashKey(InputT element) throws IOException {
        return null;
    }

    /**
     * The shard the record must go to, stronger than {@link #hashKey}. A record whose shard does
     * not exist or is closed is handled as {@code on-error} says.
     *
     * @return null if the sink chooses
     */
    @Nullable
    default String shardId(InputT element) throws IOException {
        return null;
    }

    /**
     * The element as text for people, preferably JSON: the value of the dead letter of an element
     * that could not be encoded.
     *
     * @return null if it cannot be shown
     */
    @Nullable
    default byte[] describe(InputT element) {
        return null;
    }
}
