/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

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
 * <p>Version 1: shard id (modified UTF-8 with a 2-byte length), sequence (8 bytes), batch index
 * (4), stop sequence (8), finished (1).
 */
@Internal
public final class DataHubShardSplitSerializer
        implements SimpleVersionedSerializer<DataHubShardSplit> {

    public static final DataHubShardSplitSerializer INSTANCE = new DataHubShardSplitSerializer();

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(DataHubShardSplit split) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(48);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeUTF(split.shardId());
        out.writeLong(split.position().sequence());
        out.writeInt(split.position().batchIndex());
        out.writeLong(split.stopSequence());
        out.writeBoolean(split.finished());
        return bytesOut.toByteArray();
    }

    @Override
    public DataHubShardSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "DataHub split state of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        DataHubShardSplit split =
                new DataHubShardSplit(
                        in.readUTF(),
                        new ShardPosition(in.readLong(), in.readInt()),
                        in.readLong(),
                        in.readBoolean());
        if (in.available() != 0) {
            throw new IOException(
                    "DataHub split state has " + in.available() + " bytes more than expected");
        }
        return split;
    }
}
