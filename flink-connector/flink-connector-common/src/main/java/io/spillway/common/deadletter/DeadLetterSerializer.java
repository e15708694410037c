/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Binary form of {@link DeadLetter}. Each letter begins with the version of its form, so that state
 * of every released version can be read without migration.
 *
 * <p>Strings and byte arrays are a length ({@code -1} for null) and the bytes, strings in UTF-8.
 * Letters are immutable, so copies are the letters themselves.
 */
@Internal
public final class DeadLetterSerializer extends TypeSerializer<DeadLetter> {

    public static final DeadLetterSerializer INSTANCE = new DeadLetterSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte VERSION = 1;

    /** By their number in the binary form; not {@code values()}, whose order may change. */
    private static final List<DeadLetter.Stage> STAGES =
            List.of(
                    DeadLetter.Stage.DESERIALIZE,
                    DeadLetter.Stage.TRANSFORM,
                    DeadLetter.Stage.RESOLVE,
                    DeadLetter.Stage.WRITE);

    @Override
    public void serialize(DeadLetter letter, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        writeString(letter.id(), out);
        DeadLetter.Origin origin = letter.origin();
        writeString(origin.system(), out);
        writeString(origin.container(), out);
        writeString(origin.partition(), out);
        writeString(origin.position(), out);
        out.writeBoolean(origin.timestampMillis() != null);
        if (origin.timestampMillis() != null) {
            out.writeLong(origin.timestampMillis());
        }
        writeString(origin.sourcePosition(), out);
        out.writeByte(STAGES.indexOf(letter.stage()));
        writeBytes(letter.key(), out);
        writeBytes(letter.value(), out);
        out.writeInt(letter.headers().size());
        for (DeadLetter.Header header : letter.headers()) {
            writeString(header.name(), out);
            writeBytes(header.value(), out);
        }
        DeadLetter.Failure error = letter.error();
        writeString(error.code(), out);
        writeString(error.exceptionClass(), out);
        writeString(error.message(), out);
        writeString(error.stackTrace(), out);
        out.writeInt(letter.attempts());
        out.writeLong(letter.firstFailureMillis());
        out.writeLong(letter.lastFailureMillis());
        writeString(letter.jobName(), out);
    }

    @Override
    public DeadLetter deserialize(DataInputView in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "Dead letter of version " + version + "; this release reads up to " + VERSION);
        }
        String id = readString(in);
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        readString(in),
                        readString(in),
                        readString(in),
                        readString(in),
                        in.readBoolean() ? in.readLong() : null,
                        readString(in));
        DeadLetter.Stage stage = STAGES.get(in.readByte());
        byte[] key = readBytes(in);
        byte[] value = readBytes(in);
        List<DeadLetter.Header> headers = readHeaders(in);
        DeadLetter.Failure error =
                new DeadLetter.Failure(
                        readString(in), readString(in), readString(in), readString(in));
        return new DeadLetter(
                id,
                origin,
                stage,
                key,
                value,
                headers,
                error,
                in.readInt(),
                in.readLong(),
                in.readLong(),
                readString(in));
    }

    private static List<DeadLetter.Header> readHeaders(DataInputView in) throws IOException {
        int count = in.readInt();
        List<DeadLetter.Header> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            headers.add(new DeadLetter.Header(readString(in), readBytes(in)));
        }
        return List.copyOf(headers);
    }

    private static void writeString(@Nullable String text, DataOutputView out) throws IOException {
        writeBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    @Nullable
    private static String readString(DataInputView in) throws IOException {
        byte[] bytes = readBytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void writeBytes(@Nullable byte[] bytes, DataOutputView out) throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    @Nullable
    private static byte[] readBytes(DataInputView in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public DeadLetter deserialize(DeadLetter reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<DeadLetter> duplicate() {
        return this;
    }

    /** There is no empty letter; reuse is not supported, which null says. */
    @Override
    @Nullable
    public DeadLetter createInstance() {
        return null;
    }

    @Override
    public DeadLetter copy(DeadLetter letter) {
        return letter;
    }

    @Override
    public DeadLetter copy(DeadLetter letter, DeadLetter reuse) {
        return letter;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetterSerializer;
    }

    @Override
    public int hashCode() {
        return DeadLetterSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Needs no state: the letters themselves say which version they are. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeadLetter> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
