/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.split;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of a split in checkpoints.
 *
 * <p>Version 1: topic (modified UTF-8 with a 2-byte length), vgroup (4 bytes), offset (8), rows
 * done (8), done before (8), stop offset (8).
 */
@Internal
public final class TmqSplitSerializer implements SimpleVersionedSerializer<TmqSplit> {

    public static final TmqSplitSerializer INSTANCE = new TmqSplitSerializer();

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(TmqSplit split) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(64);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeUTF(split.topic());
        out.writeInt(split.vgroupId());
        out.writeLong(split.position().offset());
        out.writeLong(split.position().rowsDone());
        out.writeLong(split.position().doneBefore());
        out.writeLong(split.stopOffset());
        return bytesOut.toByteArray();
    }

    @Override
    public TmqSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "TDengine split state of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        TmqSplit split =
                new TmqSplit(
                        in.readUTF(),
                        in.readInt(),
                        new TmqPosition(in.readLong(), in.readLong(), in.readLong()),
                        in.readLong());
        if (in.available() != 0) {
            throw new IOException(
                    "TDengine split state has " + in.available() + " bytes more than expected");
        }
        return split;
    }
}
