/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.scan.split.ScanSplitSerializer;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.split.TmqSplitSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of a split in checkpoints, whether of the table or the topic.
 *
 * <p>Version 1: 0 for the table or 1 for the topic (1 byte), version (4) and bytes of the split.
 */
final class InitialSplitSerializer implements SimpleVersionedSerializer<SourceSplit> {

    static final InitialSplitSerializer INSTANCE = new InitialSplitSerializer();

    private static final int VERSION = 1;
    private static final byte TABLE = 0;
    private static final byte TOPIC = 1;
    private static final int HEADER_BYTES = 5;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(SourceSplit split) throws IOException {
        if (split instanceof ScanSplit ofTable) {
            return framed(
                    TABLE,
                    ScanSplitSerializer.INSTANCE.getVersion(),
                    ScanSplitSerializer.INSTANCE.serialize(ofTable));
        }
        if (split instanceof TmqSplit ofTopic) {
            return framed(
                    TOPIC,
                    TmqSplitSerializer.INSTANCE.getVersion(),
                    TmqSplitSerializer.INSTANCE.serialize(ofTopic));
        }
        throw new IOException("Split " + split + " is neither of a table nor of a topic");
    }

    @Override
    public SourceSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length < HEADER_BYTES) {
            throw new IOException(
                    "TDengine split of version "
                            + version
                            + " and "
                            + serialized.length
                            + " bytes cannot be read, this release knows version "
                            + VERSION);
        }
        ByteBuffer in = ByteBuffer.wrap(serialized);
        byte kind = in.get();
        int innerVersion = in.getInt();
        byte[] inner = new byte[in.remaining()];
        in.get(inner);
        return switch (kind) {
            case TABLE -> ScanSplitSerializer.INSTANCE.deserialize(innerVersion, inner);
            case TOPIC -> TmqSplitSerializer.INSTANCE.deserialize(innerVersion, inner);
            default -> throw new IOException("TDengine split of unknown kind " + kind);
        };
    }

    private static byte[] framed(byte kind, int version, byte[] split) {
        return ByteBuffer.allocate(HEADER_BYTES + split.length)
                .put(kind)
                .putInt(version)
                .put(split)
                .array();
    }
}
