/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.failure.RecordException;
import io.spillway.common.write.EntryAdapter;
import io.spillway.common.write.WriteFailure;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.sink.SinkEntry.Routing;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.FlinkRuntimeException;

/** Makes entries of elements, and dead letters of what cannot be written. */
@Internal
final class TopicWriting<InputT> implements EntryAdapter<InputT, SinkEntry> {

    private static final int HASH_KEY_LENGTH = 32;

    private final TopicPath topic;
    private final DataHubSerializationSchema<InputT> serializer;
    private final SerializationSchema.InitializationContext context;
    private final TaskIdentity task;
    @Nullable private final RecordNumbers numbers;
    private final KeyHash hash = new KeyHash();
    @Nullable private RecordContents contents;

    /** The task an element is written by. */
    record TaskIdentity(String jobName, int subtask) {}

    /**
     * @param numbers null if records are not numbered
     */
    TopicWriting(
            TopicPath topic,
            DataHubSerializationSchema<InputT> serializer,
            SerializationSchema.InitializationContext context,
            TaskIdentity task,
            @Nullable RecordNumbers numbers) {
        this.topic = topic;
        this.serializer = serializer;
        this.context = context;
        this.task = task;
        this.numbers = numbers;
    }

    /** Makes the serializer ready for the topic as it is. */
    void open(TopicDescription description) {
        contents = new RecordContents(description.schema());
        try {
            serializer.open(context, description, task.subtask());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Cannot write to DataHub topic " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    @Nullable
    public SinkEntry toEntry(InputT element, SinkWriter.Context elementContext) throws IOException {
        EncodedRecord record = serializer.serialize(element);
        if (record == null) {
            return null;
        }
        Long timestamp = elementContext.timestamp();
        String shardId = serializer.shardId(element);
        String hashKey = shardId == null ? serializer.hashKey(element) : null;
        if (hashKey != null) {
            return entryOfHash(record, hashKey, timestamp);
        }
        byte[] key = shardId == null ? serializer.routingKey(element) : null;
        EncodedRecord numbered = numbered(record);
        if (key == null) {
            return new SinkEntry(numbered, shardId, Routing.TURNS, 0, 0, timestamp);
        }
        hash.update(key);
        return new SinkEntry(numbered, null, Routing.KEY, hash.high(), hash.low(), timestamp);
    }

    private SinkEntry entryOfHash(EncodedRecord record, String hashKey, @Nullable Long timestamp)
            throws IOException {
        long high;
        long low;
        try {
            if (hashKey.length() != HASH_KEY_LENGTH) {
                throw new NumberFormatException();
            }
            high = Long.parseUnsignedLong(hashKey, 0, HASH_KEY_LENGTH / 2, 16);
            low = Long.parseUnsignedLong(hashKey, HASH_KEY_LENGTH / 2, HASH_KEY_LENGTH, 16);
        } catch (NumberFormatException e) {
            throw new RecordException(
                    "InvalidHashKey",
                    "A hash key has " + HASH_KEY_LENGTH + " hexadecimal digits; this one does not");
        }
        return new SinkEntry(numbered(record), null, Routing.HASH, high, low, timestamp);
    }

    private EncodedRecord numbered(EncodedRecord record) throws IOException {
        return numbers == null ? record : numbers.number(record);
    }

    @Override
    public int sizeInBytes(SinkEntry entry) {
        return entry.record().size();
    }

    @Override
    public DeadLetter elementLetter(
            InputT element, SinkWriter.Context elementContext, WriteFailure failure) {
        return letter(elementContext.timestamp(), failure)
                .value(serializer.describe(element))
                .build();
    }

    @Override
    public DeadLetter entryLetter(SinkEntry entry, WriteFailure failure) {
        DeadLetterBuilder letter = letter(entry.timestamp(), failure);
        contents.describe(entry.record(), letter);
        return letter.build();
    }

    private DeadLetterBuilder letter(@Nullable Long timestamp, WriteFailure failure) {
        DeadLetter.Origin target =
                new DeadLetter.Origin(
                        "datahub", topic.toString(), failure.lane(), null, timestamp, null);
        return DeadLetters.builder(target, DeadLetter.Stage.WRITE)
                .error(failure.code(), failure.message(), failure.cause())
                .attempts(
                        failure.attempts(),
                        failure.firstFailureMillis(),
                        failure.lastFailureMillis())
                .jobName(task.jobName());
    }
}
