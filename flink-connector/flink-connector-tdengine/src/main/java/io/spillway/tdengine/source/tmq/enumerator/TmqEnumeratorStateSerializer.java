/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.split.TmqSplitSerializer;
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
 * <p>Version 1: topic (modified UTF-8 with a 2-byte length), started (1), complete (1), version of
 * the splits (4), waiting splits, finished splits: each a count (4) and per split its length (4)
 * and bytes.
 */
@Internal
public final class TmqEnumeratorStateSerializer
        implements SimpleVersionedSerializer<TmqEnumeratorState> {

    public static final TmqEnumeratorStateSerializer INSTANCE = new TmqEnumeratorStateSerializer();

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(TmqEnumeratorState state) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeUTF(state.topic());
        out.writeBoolean(state.started());
        out.writeBoolean(state.complete());
        out.writeInt(TmqSplitSerializer.INSTANCE.getVersion());
        writeSplits(state.waiting(), out);
        writeSplits(state.finished(), out);
        return bytesOut.toByteArray();
    }

    @Override
    public TmqEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "TDengine enumerator state of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String topic = in.readUTF();
        boolean started = in.readBoolean();
        boolean complete = in.readBoolean();
        int splitVersion = in.readInt();
        TmqEnumeratorState state =
                new TmqEnumeratorState(
                        topic,
                        started,
                        complete,
                        readSplits(splitVersion, in),
                        readSplits(splitVersion, in));
        if (in.available() != 0) {
            throw new IOException(
                    "TDengine enumerator state has "
                            + in.available()
                            + " bytes more than expected");
        }
        return state;
    }

    private static void writeSplits(List<TmqSplit> splits, DataOutputStream out)
            throws IOException {
        out.writeInt(splits.size());
        for (TmqSplit split : splits) {
            byte[] bytes = TmqSplitSerializer.INSTANCE.serialize(split);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static List<TmqSplit> readSplits(int version, DataInputStream in) throws IOException {
        List<TmqSplit> splits = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            splits.add(TmqSplitSerializer.INSTANCE.deserialize(version, bytes));
        }
        return splits;
    }
}
