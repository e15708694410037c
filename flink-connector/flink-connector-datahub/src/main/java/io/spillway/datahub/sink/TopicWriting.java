/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.write.EntryAdapter;
import io.spillway.common.write.WriteFailure;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.FlinkRuntimeException;

/** Makes entries of elements, and dead letters of what cannot be written. */
@Internal
final class TopicWriting<InputT> implements EntryAdapter<InputT, SinkEntry> {

    private final TopicPath topic;
    private final DataHubSerializationSchema<InputT> serializer;
    private final SerializationSchema.InitializationContext context;
    private final String jobName;
    private final KeyHash hash = new KeyHash();
    @Nullable private RecordContents contents;

    TopicWriting(
            TopicPath topic,
            DataHubSerializationSchema<InputT> serializer,
            SerializationSchema.InitializationContext context,
            String jobName) {
        this.topic = topic;
        this.serializer = serializer;
        this.context = context;
        this.jobName = jobName;
    }

    /** Makes the serializer ready for the topic as it is. */
    void open(TopicDescription description) {
        contents = new RecordContents(description.schema());
        try {
            serializer.open(context, description);
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
        byte[] key = shardId == null ? serializer.routingKey(element) : null;
        if (key == null) {
            return new SinkEntry(record, shardId, false, 0, 0, timestamp);
        }
        hash.update(key);
        return new SinkEntry(record, null, true, hash.high(), hash.low(), timestamp);
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
                .jobName(jobName);
    }
}
