/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.shard.ShardStatus;
import io.spillway.common.shard.ShardTracker.TrackedShard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.DataHubShardSplitSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of the enumerator's state in checkpoints.
 *
 * <p>Version 1: project, topic, started (1 byte), number of shards (4), each as id, status (1: 0
 * unassigned, 1 assigned, 2 finished), number of parents (4) and their ids; then the version of the
 * split format (4), number of unassigned splits (4), each as length (4) and bytes.
 */
@Internal
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

    public static final EnumeratorStateSerializer INSTANCE = new EnumeratorStateSerializer();

    private static final int VERSION = 1;

    private static final int UNASSIGNED = 0;
    private static final int ASSIGNED = 1;
    private static final int FINISHED = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeUTF(state.topic().project());
        out.writeUTF(state.topic().topic());
        out.writeBoolean(state.started());
        out.writeInt(state.shards().size());
        for (TrackedShard shard : state.shards()) {
            out.writeUTF(shard.id());
            out.writeByte(numberOf(shard.status()));
            out.writeInt(shard.parentIds().size());
            for (String parentId : shard.parentIds()) {
                out.writeUTF(parentId);
            }
        }
        DataHubShardSplitSerializer splits = DataHubShardSplitSerializer.INSTANCE;
        out.writeInt(splits.getVersion());
        out.writeInt(state.unassigned().size());
        for (DataHubShardSplit split : state.unassigned()) {
            byte[] bytes = splits.serialize(split);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        return bytesOut.toByteArray();
    }

    @Override
    public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "DataHub enumerator state of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        TopicPath topic = new TopicPath(in.readUTF(), in.readUTF());
        boolean started = in.readBoolean();
        List<TrackedShard> shards = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            String id = in.readUTF();
            ShardStatus status = statusOf(in.readByte());
            List<String> parentIds = new ArrayList<>();
            for (int parents = in.readInt(); parents > 0; parents--) {
                parentIds.add(in.readUTF());
            }
            shards.add(new TrackedShard(id, parentIds, status));
        }
        int splitVersion = in.readInt();
        List<DataHubShardSplit> unassigned = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            unassigned.add(DataHubShardSplitSerializer.INSTANCE.deserialize(splitVersion, bytes));
        }
        if (in.available() != 0) {
            throw new IOException(
                    "DataHub enumerator state has " + in.available() + " bytes more than expected");
        }
        return new EnumeratorState(topic, started, shards, unassigned);
    }

    private static int numberOf(ShardStatus status) {
        return switch (status) {
            case WAITING, READY -> UNASSIGNED;
            case ASSIGNED -> ASSIGNED;
            case FINISHED -> FINISHED;
        };
    }

    private static ShardStatus statusOf(int number) throws IOException {
        return switch (number) {
            // whether it waits or is ready follows from its parents
            case UNASSIGNED -> ShardStatus.WAITING;
            case ASSIGNED -> ShardStatus.ASSIGNED;
            case FINISHED -> ShardStatus.FINISHED;
            default -> throw new IOException("Unknown shard status " + number + " in state");
        };
    }
}
