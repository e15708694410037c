/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.compression;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/** How bodies are packed on the wire. Thread-safe. */
@PublicEvolving
public enum Compression {
    /** As they are. */
    NONE("none", new NoneCodec()),
    /** A raw LZ4 block: no frame, no length; fast, the default of most services. */
    LZ4("lz4", new Lz4BlockCodec()),
    /** A zlib stream; smaller and slower. */
    DEFLATE("deflate", new DeflateCodec("deflate")),
    /** The same bytes as {@link #DEFLATE}, under the name some services have for it. */
    ZLIB("zlib", new DeflateCodec("zlib")),
    /** A zstd frame: about as small as {@link #DEFLATE} and much faster; for newer services. */
    ZSTD("zstd", new ZstdCodec());

    private final String wireName;
    private final Codec codec;

    Compression(String wireName, Codec codec) {
        this.wireName = wireName;
        this.codec = codec;
    }

    /** The name in HTTP's {@code Content-Encoding}, lower case. */
    public String wireName() {
        return wireName;
    }

    /**
     * The compression of a {@code Content-Encoding}; nothing or {@code identity} is {@link #NONE}.
     *
     * @throws IOException if the name is none of these
     */
    public static Compression ofWireName(@Nullable String name) throws IOException {
        String normal = name == null ? "" : name.trim().toLowerCase(Locale.ROOT);
        return switch (normal) {
            case "", "none", "identity" -> NONE;
            case "lz4" -> LZ4;
            case "deflate" -> DEFLATE;
            case "zlib" -> ZLIB;
            case "zstd" -> ZSTD;
            default -> throw new IOException("unknown compression '" + normal + "'");
        };
    }

    /**
     * Compresses the first {@code length} bytes.
     *
     * @param target receives the compressed bytes
     * @return how many bytes were written, or -1 if they do not fit: with a target smaller than the
     *     source, -1 says that compression does not pay
     */
    public int compress(byte[] source, int length, byte[] target) {
        return codec.compress(source, length, target);
    }

    /**
     * Decompresses. What is allocated is bounded by the declared size, and that by the limit,
     * whatever the input claims.
     *
     * @param rawSize size of the result as the sender declared it; -1 if it did not, which LZ4
     *     cannot do without
     * @param maxRawSize the largest result accepted, bytes
     * @throws IOException if the input is corrupted, is too large, or its size is not as declared
     */
    public byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
            throws IOException {
        if (rawSize < -1) {
            throw new IOException("corrupted " + wireName + " data: declared size " + rawSize);
        }
        if (rawSize > maxRawSize) {
            throw new IOException(
                    String.format(
                            "%s data of %d bytes is larger than the limit of %d bytes",
                            wireName, rawSize, maxRawSize));
        }
        return codec.decompress(source, offset, length, rawSize, maxRawSize);
    }

    /** One way of packing bytes. */
    interface Codec {

        int compress(byte[] source, int length, byte[] target);

        byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
                throws IOException;
    }

    private static final class NoneCodec implements Codec {

        @Override
        public int compress(byte[] source, int length, byte[] target) {
            if (length > target.length) {
                return -1;
            }
            System.arraycopy(source, 0, target, 0, length);
            return length;
        }

        @Override
        public byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
                throws IOException {
            if (rawSize >= 0 && rawSize != length) {
                throw new IOException(
                        "data of " + length + " bytes was declared to have " + rawSize);
            }
            if (length > maxRawSize) {
                throw new IOException(
                        "data of " + length + " bytes is larger than the limit of " + maxRawSize);
            }
            return offset == 0 && length == source.length
                    ? source
                    : Arrays.copyOfRange(source, offset, offset + length);
        }
    }
}
