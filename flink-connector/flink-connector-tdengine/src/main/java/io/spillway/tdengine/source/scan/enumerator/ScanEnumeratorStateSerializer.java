/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.scan.split.ScanSplitSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of the enumerator's state in checkpoints.
 *
 * <p>Version 1: planned (1 byte), number of vgroups (4), each as id (4) and offset (8), version of
 * the splits (4), number of splits (4), each as length (4) and bytes.
 */
@Internal
public final class ScanEnumeratorStateSerializer
        implements SimpleVersionedSerializer<ScanEnumeratorState> {

    public static final ScanEnumeratorStateSerializer INSTANCE =
            new ScanEnumeratorStateSerializer();

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ScanEnumeratorState state) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(1024);
        DataOutputStream out = new DataOutputStream(bytesOut);
        out.writeBoolean(state.planned());
        out.writeInt(state.boundary().size());
        for (Map.Entry<Integer, Long> end : state.boundary().entrySet()) {
            out.writeInt(end.getKey());
            out.writeLong(end.getValue());
        }
        ScanSplitSerializer splits = ScanSplitSerializer.INSTANCE;
        out.writeInt(splits.getVersion());
        out.writeInt(state.unassigned().size());
        for (ScanSplit split : state.unassigned()) {
            byte[] bytes = splits.serialize(split);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        return bytesOut.toByteArray();
    }

    @Override
    public ScanEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "TDengine scan state of version "
                            + version
                            + " cannot be read, this release knows version "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        boolean planned = in.readBoolean();
        Map<Integer, Long> boundary = new HashMap<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            boundary.put(in.readInt(), in.readLong());
        }
        int splitVersion = in.readInt();
        List<ScanSplit> splits = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("TDengine scan state has a split of " + length + " bytes");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            splits.add(ScanSplitSerializer.INSTANCE.deserialize(splitVersion, bytes));
        }
        return new ScanEnumeratorState(planned, boundary, splits);
    }
}
