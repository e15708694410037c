/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Single zstd frames. */
@Internal
final class ZstdCodec implements Compression.Codec {

    private static final int LEVEL = Zstd.defaultCompressionLevel();

    @Override
    public int compress(byte[] source, int length, byte[] target) {
        long size;
        try {
            size =
                    Zstd.compressByteArray(
                            target, 0, target.length, source, 0, length, LEVEL, false);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        }
        return Zstd.isError(size) ? -1 : (int) size;
    }

    @Override
    public byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
            throws IOException {
        // below zero: unknown, or no zstd at all
        long own = Zstd.getFrameContentSize(source, offset, length);
        if (own > maxRawSize) {
            throw new IOException(
                    "zstd data of " + own + " bytes is larger than the limit of " + maxRawSize);
        }
        if (rawSize < 0 && own < 0) {
            throw new IOException("zstd data that does not tell its size cannot be decompressed");
        }
        if (rawSize >= 0 && own >= 0 && own != rawSize) {
            throw new IOException(
                    "corrupted zstd data: it holds " + own + " bytes, not the declared " + rawSize);
        }
        byte[] raw = new byte[rawSize >= 0 ? rawSize : (int) own];
        long size;
        try {
            size = Zstd.decompressByteArray(raw, 0, raw.length, source, offset, length);
        } catch (ZstdException e) {
            throw new IOException("corrupted zstd data: " + e.getMessage(), e);
        }
        if (Zstd.isError(size)) {
            throw new IOException("corrupted zstd data: " + Zstd.getErrorName(size));
        }
        if (size != raw.length) {
            throw new IOException(
                    "corrupted zstd data: it holds "
                            + size
                            + " bytes, not the declared "
                            + raw.length);
        }
        return raw;
    }
}
