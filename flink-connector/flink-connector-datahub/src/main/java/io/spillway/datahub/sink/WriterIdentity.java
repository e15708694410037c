/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Who numbers records, and the number of the next one: the state of a writer that gives its records
 * {@link DedupAttributes}.
 */
@Internal
public record WriterIdentity(String job, String writer, long nextIndex) {

    /** Writes identities to checkpoints. */
    static final class Serializer implements SimpleVersionedSerializer<WriterIdentity> {

        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(WriterIdentity identity) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeUTF(identity.job);
                out.writeUTF(identity.writer);
                out.writeLong(identity.nextIndex);
            }
            return bytes.toByteArray();
        }

        @Override
        public WriterIdentity deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "State of a DataHub sink has version "
                                + version
                                + ", which this release does not know; it knows "
                                + VERSION);
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                return new WriterIdentity(in.readUTF(), in.readUTF(), in.readLong());
            }
        }
    }
}
