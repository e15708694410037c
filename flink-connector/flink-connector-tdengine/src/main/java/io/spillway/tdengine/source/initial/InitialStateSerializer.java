/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.enumerator.ScanEnumeratorStateSerializer;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorStateSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of the enumerator's state in checkpoints.
 *
 * <p>Version 1: whether the topic is followed (1 byte), number of vgroups begun elsewhere than at
 * their oldest row (4), each as id (4) and offset (8), version (4) and bytes of the state of the
 * table or topic.
 */
final class InitialStateSerializer implements SimpleVersionedSerializer<InitialState> {

    static final InitialStateSerializer INSTANCE = new InitialStateSerializer();

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(InitialState state) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeBoolean(state.topic() != null);
        out.writeInt(state.boundary().size());
        for (Map.Entry<Integer, Long> begin : state.boundary().entrySet()) {
            out.writeInt(begin.getKey());
            out.writeLong(begin.getValue());
        }
        if (state.topic() != null) {
            out.writeInt(TmqEnumeratorStateSerializer.INSTANCE.getVersion());
            out.write(TmqEnumeratorStateSerializer.INSTANCE.serialize(state.topic()));
        } else {
            out.writeInt(ScanEnumeratorStateSerializer.INSTANCE.getVersion());
            out.write(ScanEnumeratorStateSerializer.INSTANCE.serialize(state.table()));
        }
        return bytesOut.toByteArray();
    }

    @Override
    public InitialState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "State of a TDengine table and its topic of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        boolean ofTopic = in.readBoolean();
        Map<Integer, Long> boundary = new HashMap<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            boundary.put(in.readInt(), in.readLong());
        }
        int innerVersion = in.readInt();
        byte[] inner = in.readAllBytes();
        return ofTopic
                ? InitialState.ofTopic(
                        boundary,
                        TmqEnumeratorStateSerializer.INSTANCE.deserialize(innerVersion, inner))
                : InitialState.ofTable(
                        ScanEnumeratorStateSerializer.INSTANCE.deserialize(innerVersion, inner));
    }
}
