/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Binary form of {@link Change}. Each change begins with the version of its form, so that state of
 * every released version can be read without migration.
 */
@Internal
public final class ChangeSerializer extends ImmutableSerializer<Change> {

    public static final ChangeSerializer INSTANCE = new ChangeSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte VERSION = 1;

    /** Position = number on the wire; only ever appended to. */
    private static final Change.Op[] OPS = {
        Change.Op.READ, Change.Op.CREATE, Change.Op.UPDATE, Change.Op.DELETE, Change.Op.TRUNCATE
    };

    @Override
    public void serialize(Change change, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        BinaryForm.writeString(change.table().schema(), out);
        BinaryForm.writeString(change.table().table(), out);
        out.writeByte(number(change.op()));
        ValueForm.writeMap(change.key(), out);
        writeRow(change.before(), out);
        out.writeBoolean(change.beforeTrusted());
        writeRow(change.after(), out);
        out.writeInt(change.unavailable().size());
        for (String column : change.unavailable()) {
            BinaryForm.writeString(column, out);
        }
        Change.Position position = change.position();
        BinaryForm.writeString(position.database(), out);
        BinaryForm.writeNullableLong(position.lsn(), out);
        BinaryForm.writeString(position.transactionId(), out);
        BinaryForm.writeNullableLong(position.timestampMillis(), out);
        out.writeBoolean(position.snapshot());
        KafkaRecordSerializer.INSTANCE.serialize(change.origin(), out);
    }

    @Override
    public Change deserialize(DataInputView in) throws IOException {
        BinaryForm.checkVersion("Change", in.readByte(), VERSION);
        return new Change(
                new Change.TableId(BinaryForm.readString(in), BinaryForm.readString(in)),
                op(in.readByte()),
                ValueForm.readMap(in),
                readRow(in),
                in.readBoolean(),
                readRow(in),
                readNames(in),
                new Change.Position(
                        BinaryForm.readString(in),
                        BinaryForm.readNullableLong(in),
                        BinaryForm.readString(in),
                        BinaryForm.readNullableLong(in),
                        in.readBoolean()),
                KafkaRecordSerializer.INSTANCE.deserialize(in));
    }

    private static int number(Change.Op op) {
        return switch (op) {
            case READ -> 0;
            case CREATE -> 1;
            case UPDATE -> 2;
            case DELETE -> 3;
            case TRUNCATE -> 4;
        };
    }

    private static Change.Op op(byte number) throws IOException {
        if (number < 0 || number >= OPS.length) {
            throw new IOException("Change with unknown operation number " + number);
        }
        return OPS[number];
    }

    private static void writeRow(@Nullable Map<String, Object> row, DataOutputView out)
            throws IOException {
        out.writeBoolean(row != null);
        if (row != null) {
            ValueForm.writeMap(row, out);
        }
    }

    @Nullable
    private static Map<String, Object> readRow(DataInputView in) throws IOException {
        return in.readBoolean() ? ValueForm.readMap(in) : null;
    }

    private static Set<String> readNames(DataInputView in) throws IOException {
        int count = in.readInt();
        if (count == 0) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            names.add(BinaryForm.readString(in));
        }
        return Collections.unmodifiableSet(names);
    }

    @Override
    public TypeSerializerSnapshot<Change> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Needs no state: the changes themselves say which version they are. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Change> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
