/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.DataHubException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands before the records of a batch, all of it little-endian.
 *
 * @param version 0 for the service's own layout of records, 1 for Avro
 * @param schemaVersion of all records in version 1; in version 0 each record names its own
 * @param records how many records follow
 * @param columns how many columns each has, 0 if not told
 * @param dataOffset where the stored payload starts
 */
record BatchHeader(
        int version,
        int rawSize,
        Compression compression,
        int schemaVersion,
        int records,
        int columns,
        int dataOffset) {

    static final int OWN_LAYOUT = 0;
    static final int AVRO = 1;

    private static final int MAGIC = 0x42554844;
    private static final int AVRO_DATA_TYPE = 2;
    private static final int OWN_SIZE = 26;
    private static final int OLD_AVRO_SIZE = 36;
    private static final int AVRO_SIZE = 40;

    /** Writers of the first layout set this, whatever the compression. */
    private static final int OWN_FLAG = 0x08;

    private static final Compression[] CODES = {
        Compression.NONE, Compression.DEFLATE, Compression.LZ4, Compression.ZSTD
    };

    /** Reads and checks a header and the CRC of what follows it. */
    static BatchHeader parse(byte[] batch) {
        if (batch.length < OWN_SIZE) {
            throw refused("is shorter than its header");
        }
        ByteBuffer in = ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != MAGIC) {
            throw refused("does not start with DHUB");
        }
        if (in.getInt(8) != batch.length) {
            throw refused("does not have the length it names");
        }
        if (in.getInt(12) < 0) {
            throw refused("has a negative size");
        }
        BatchHeader header =
                switch (in.getInt(4)) {
                    case OWN_LAYOUT -> own(in);
                    case AVRO -> avro(in, batch.length);
                    default -> throw refused("has an unknown version");
                };
        int crc = in.getInt(16);
        // writers of Avro may leave it out
        if ((crc != 0 || header.version == OWN_LAYOUT) && crc != crc(batch, header.dataOffset)) {
            throw refused("does not match its CRC");
        }
        if (header.records < 1) {
            throw refused("has no records");
        }
        return header;
    }

    /** The records of a batch, expanded. */
    byte[] payload(byte[] batch) {
        byte[] stored = java.util.Arrays.copyOfRange(batch, dataOffset, batch.length);
        byte[] raw = compression.decompress(stored, rawSize);
        if (raw.length != rawSize) {
            throw refused("does not have the raw size it names");
        }
        return raw;
    }

    /** Writes a batch of the first layout, not compressed. */
    static byte[] wrapOwn(byte[] payload, int records) {
        ByteBuffer out = start(OWN_LAYOUT, OWN_SIZE, payload);
        out.putShort(20, (short) OWN_FLAG).putInt(22, records);
        return seal(out, OWN_SIZE);
    }

    /** Writes a batch of Avro records, not compressed. */
    static byte[] wrapAvro(byte[] payload, int records, int schemaVersion, int columns) {
        ByteBuffer out = start(AVRO, AVRO_SIZE, payload);
        out.putShort(20, (short) 0).putShort(22, (short) AVRO_DATA_TYPE);
        out.putInt(24, schemaVersion).putInt(28, AVRO_SIZE).putInt(32, records).putInt(36, columns);
        return seal(out, AVRO_SIZE);
    }

    private static BatchHeader own(ByteBuffer in) {
        int code = in.getShort(20) & 3;
        if (code == 3) {
            throw refused("has an unknown compression");
        }
        return new BatchHeader(
                OWN_LAYOUT, in.getInt(12), CODES[code], 0, in.getInt(22), 0, OWN_SIZE);
    }

    private static BatchHeader avro(ByteBuffer in, int length) {
        if (length < OLD_AVRO_SIZE) {
            throw refused("is shorter than its header");
        }
        if (in.getShort(22) != AVRO_DATA_TYPE) {
            throw refused("has an unknown data type");
        }
        int dataOffset = in.getInt(28);
        if (dataOffset < OLD_AVRO_SIZE || dataOffset > length) {
            throw refused("has its data outside of it");
        }
        return new BatchHeader(
                AVRO,
                in.getInt(12),
                CODES[in.getShort(20) & 3],
                in.getInt(24),
                in.getInt(32),
                dataOffset >= AVRO_SIZE ? in.getInt(36) : 0,
                dataOffset);
    }

    private static ByteBuffer start(int version, int headerSize, byte[] payload) {
        int length = headerSize + payload.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, MAGIC).putInt(4, version).putInt(8, length).putInt(12, payload.length);
        return out.put(headerSize, payload);
    }

    private static byte[] seal(ByteBuffer out, int headerSize) {
        return out.putInt(16, crc(out.array(), headerSize)).array();
    }

    private static int crc(byte[] batch, int from) {
        CRC32C crc = new CRC32C();
        crc.update(batch, from, batch.length - from);
        return (int) crc.getValue();
    }

    static DataHubException refused(String what) {
        return DataHubException.malformedRecord("The batch " + what + ".");
    }
}
