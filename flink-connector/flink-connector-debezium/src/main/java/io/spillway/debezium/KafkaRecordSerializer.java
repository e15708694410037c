/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import io.spillway.common.deadletter.DeadLetter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Binary form of {@link KafkaRecord}. Each record begins with the version of its form, so that
 * state of every released version can be read without migration.
 */
@Internal
public final class KafkaRecordSerializer extends ImmutableSerializer<KafkaRecord> {

    public static final KafkaRecordSerializer INSTANCE = new KafkaRecordSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte VERSION = 1;

    @Override
    public void serialize(KafkaRecord record, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        BinaryForm.writeString(record.topic(), out);
        out.writeInt(record.partition());
        out.writeLong(record.offset());
        out.writeLong(record.timestampMillis());
        BinaryForm.writeBytes(record.key(), out);
        BinaryForm.writeBytes(record.value(), out);
        List<DeadLetter.Header> headers = record.headers();
        out.writeInt(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            DeadLetter.Header header = headers.get(i);
            BinaryForm.writeString(header.name(), out);
            BinaryForm.writeBytes(header.value(), out);
        }
    }

    @Override
    public KafkaRecord deserialize(DataInputView in) throws IOException {
        BinaryForm.checkVersion("Kafka record", in.readByte(), VERSION);
        return new KafkaRecord(
                BinaryForm.readString(in),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                BinaryForm.readBytes(in),
                BinaryForm.readBytes(in),
                readHeaders(in));
    }

    private static List<DeadLetter.Header> readHeaders(DataInputView in) throws IOException {
        int count = in.readInt();
        if (count == 0) {
            return List.of();
        }
        DeadLetter.Header[] headers = new DeadLetter.Header[count];
        for (int i = 0; i < count; i++) {
            headers[i] = new DeadLetter.Header(BinaryForm.readString(in), BinaryForm.readBytes(in));
        }
        return List.copyOf(Arrays.asList(headers));
    }

    @Override
    public TypeSerializerSnapshot<KafkaRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Needs no state: the records themselves say which version they are. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<KafkaRecord> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
