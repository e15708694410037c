/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.common.compression.Compression;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.flink.annotation.Internal;

/**
 * What stands before the records of a batch, in both of its versions, all little-endian.
 *
 * @param version 0 for the service's own layout of records, 1 for Avro
 * @param schemaVersion schema of all records; in version 0 each record names its own
 * @param columnCount how many of the schema's columns were written, -1 if that is not told
 */
@Internal
record BatchHeader(int version, int recordCount, int schemaVersion, int columnCount) {

    static final int SIZE_V0 = 26;
    static final int SIZE_V1 = 40;

    static final int V0 = 0;
    static final int V1 = 1;

    private static final int MAGIC = 0x42554844; // DHUB, as a little-endian number
    private static final int VERSION_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int RAW_SIZE_AT = 12;
    private static final int CRC_AT = 16;
    private static final int ATTRIBUTES_AT = 20;
    private static final int COUNT_AT_V0 = 22;
    private static final int DATA_TYPE_AT = 22;
    private static final int SCHEMA_VERSION_AT = 24;
    private static final int DATA_OFFSET_AT = 28;
    private static final int COUNT_AT_V1 = 32;
    private static final int COLUMN_COUNT_AT = 36;

    /** Size of the older version 1, which does not tell the number of columns. */
    private static final int SIZE_OLD_V1 = 36;

    private static final int AVRO = 2;

    private static final int COMPRESSION_MASK = 3;
    private static final int NONE = 0;
    private static final int DEFLATE = 1;
    private static final int LZ4 = 2;
    private static final int ZSTD = 3;

    /** Set by all writers of version 0. */
    private static final int ALWAYS_SET_V0 = 8;

    private static final int ZSTD_MAGIC = 0xfd2fb528;

    /** A batch's header and its records, unpacked. */
    record Opened(BatchHeader header, byte[] payload) {}

    /**
     * Checks a batch and unpacks its records.
     *
     * @param maxRawSize most bytes of records to accept
     */
    static Opened open(byte[] buffer, int offset, int length, int maxRawSize)
            throws MalformedMessageException {
        if (length < SIZE_V0) {
            throw malformed("it has " + length + " bytes, fewer than its header");
        }
        if (LittleEndian.getInt(buffer, offset) != MAGIC) {
            throw malformed("it does not begin with DHUB");
        }
        if (LittleEndian.getInt(buffer, offset + LENGTH_AT) != length) {
            throw malformed("it does not have the length it declares");
        }
        int version = LittleEndian.getInt(buffer, offset + VERSION_AT);
        int size = headerSize(version, buffer, offset, length);
        BatchHeader header = read(version, size, buffer, offset);
        if (header.recordCount < 0) {
            throw malformed("it declares " + header.recordCount + " records");
        }
        checkCrc(
                LittleEndian.getInt(buffer, offset + CRC_AT), buffer, offset + size, length - size);
        int rawSize = LittleEndian.getInt(buffer, offset + RAW_SIZE_AT);
        int packing = LittleEndian.getShort(buffer, offset + ATTRIBUTES_AT) & COMPRESSION_MASK;
        return new Opened(
                header, unpack(packing, buffer, offset + size, length - size, rawSize, maxRawSize));
    }

    private static int headerSize(int version, byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        if (version == V0) {
            return SIZE_V0;
        }
        if (version != V1) {
            throw malformed("its version is " + version + "; known are 0 and 1");
        }
        int size = length < SIZE_OLD_V1 ? -1 : LittleEndian.getInt(buffer, offset + DATA_OFFSET_AT);
        if (size < SIZE_OLD_V1 || size > length) {
            throw malformed("its records begin outside of it");
        }
        int type = LittleEndian.getShort(buffer, offset + DATA_TYPE_AT);
        if (type != AVRO) {
            throw malformed("its data type is " + type + "; known is 2, Avro");
        }
        return size;
    }

    private static BatchHeader read(int version, int size, byte[] buffer, int offset) {
        if (version == V0) {
            return new BatchHeader(
                    version, LittleEndian.getInt(buffer, offset + COUNT_AT_V0), 0, -1);
        }
        return new BatchHeader(
                version,
                LittleEndian.getInt(buffer, offset + COUNT_AT_V1),
                LittleEndian.getInt(buffer, offset + SCHEMA_VERSION_AT),
                size < SIZE_V1 ? -1 : LittleEndian.getInt(buffer, offset + COLUMN_COUNT_AT));
    }

    private static void checkCrc(int declared, byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        // some writers leave the checksum out, as zero
        if (declared != 0 && declared != crc(buffer, offset, length)) {
            throw MalformedMessageException.damaged("malformed batch: its checksum is wrong");
        }
    }

    private static byte[] unpack(
            int packing, byte[] buffer, int offset, int length, int rawSize, int maxRawSize)
            throws MalformedMessageException {
        Compression compression =
                switch (packing) {
                    case NONE -> Compression.NONE;
                    case DEFLATE -> Compression.DEFLATE;
                    case LZ4 -> Compression.LZ4;
                    // to one of the service's clients the same number means zlib
                    default ->
                            length >= Integer.BYTES
                                            && LittleEndian.getInt(buffer, offset) == ZSTD_MAGIC
                                    ? Compression.ZSTD
                                    : Compression.ZLIB;
                };
        if (rawSize < 0) {
            throw malformed("it declares " + rawSize + " bytes of records");
        }
        try {
            return compression.decompress(buffer, offset, length, rawSize, maxRawSize);
        } catch (IOException e) {
            throw malformed(e.getMessage());
        }
    }

    /**
     * The finished batch: the header, then the records, packed if that makes them smaller.
     *
     * @param payload the records
     */
    byte[] seal(byte[] payload, int rawSize, Compression compression) {
        int size = version == V0 ? SIZE_V0 : SIZE_V1;
        byte[] packed = new byte[Math.max(0, rawSize - 1)];
        int packedSize =
                compression == Compression.NONE
                        ? -1
                        : compression.compress(payload, rawSize, packed);
        byte[] stored = packedSize < 0 ? payload : packed;
        int storedSize = packedSize < 0 ? rawSize : packedSize;
        byte[] batch = new byte[size + storedSize];
        System.arraycopy(stored, 0, batch, size, storedSize);
        LittleEndian.putInt(batch, 0, MAGIC);
        LittleEndian.putInt(batch, VERSION_AT, version);
        LittleEndian.putInt(batch, LENGTH_AT, batch.length);
        LittleEndian.putInt(batch, RAW_SIZE_AT, rawSize);
        LittleEndian.putInt(batch, CRC_AT, crc(batch, size, storedSize));
        int packing = packedSize < 0 ? NONE : numberOf(compression);
        if (version == V0) {
            LittleEndian.putShort(batch, ATTRIBUTES_AT, packing | ALWAYS_SET_V0);
            LittleEndian.putInt(batch, COUNT_AT_V0, recordCount);
        } else {
            LittleEndian.putShort(batch, ATTRIBUTES_AT, packing);
            LittleEndian.putShort(batch, DATA_TYPE_AT, AVRO);
            LittleEndian.putInt(batch, SCHEMA_VERSION_AT, schemaVersion);
            LittleEndian.putInt(batch, DATA_OFFSET_AT, size);
            LittleEndian.putInt(batch, COUNT_AT_V1, recordCount);
            LittleEndian.putInt(batch, COLUMN_COUNT_AT, columnCount);
        }
        return batch;
    }

    private static int numberOf(Compression compression) {
        return switch (compression) {
            case NONE -> NONE;
            case DEFLATE, ZLIB -> DEFLATE;
            case LZ4 -> LZ4;
            case ZSTD -> ZSTD;
        };
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    static MalformedMessageException malformed(String problem) {
        return MalformedMessageException.nonsense("malformed batch: " + problem);
    }
}
