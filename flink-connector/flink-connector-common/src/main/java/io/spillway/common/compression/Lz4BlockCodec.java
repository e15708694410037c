/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.compression;

import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.flink.annotation.Internal;

/** Raw LZ4 blocks, decoded with the decompressor that checks every bound. */
@Internal
final class Lz4BlockCodec implements Compression.Codec {

    /** LZ4's best case: 255 bytes of output for each byte of input. */
    private static final int MAX_RATIO = 255;

    private final LZ4Factory factory = LZ4Factory.fastestInstance();

    @Override
    public int compress(byte[] source, int length, byte[] target) {
        try {
            return factory.fastCompressor().compress(source, 0, length, target, 0, target.length);
        } catch (LZ4Exception doesNotFit) {
            return -1;
        }
    }

    @Override
    public byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
            throws IOException {
        if (rawSize < 0) {
            throw new IOException("lz4 data without its uncompressed size cannot be decompressed");
        }
        if (rawSize > (long) length * MAX_RATIO) {
            throw new IOException(
                    "corrupted lz4 data: "
                            + length
                            + " bytes cannot decompress to the declared "
                            + rawSize);
        }
        byte[] raw = new byte[rawSize];
        int size;
        try {
            size = factory.safeDecompressor().decompress(source, offset, length, raw, 0, rawSize);
        } catch (LZ4Exception e) {
            throw new IOException("corrupted lz4 data: " + e.getMessage(), e);
        }
        if (size != rawSize) {
            throw new IOException(
                    "corrupted lz4 data: it holds " + size + " bytes, not the declared " + rawSize);
        }
        return raw;
    }
}
