/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.annotation.Nullable;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** How a body is compressed, named as in {@code Content-Encoding}. */
public enum Compression {
    NONE {
        @Override
        byte[] expand(byte[] body, int rawSize) {
            return body;
        }

        @Override
        public byte[] compress(byte[] body) {
            return body;
        }
    },
    /** One raw LZ4 block; its size stands in a header only. */
    LZ4 {
        @Override
        byte[] expand(byte[] body, int rawSize) {
            if (rawSize < 0) {
                throw DataHubException.invalidParameter(
                        "An lz4 body needs the header x-datahub-content-raw-size.");
            }
            byte[] raw = new byte[rawSize];
            try {
                int length =
                        LZ4Factory.fastestInstance()
                                .safeDecompressor()
                                .decompress(body, 0, body.length, raw, 0, rawSize);
                return length == rawSize ? raw : Arrays.copyOf(raw, length);
            } catch (LZ4Exception e) {
                throw DataHubException.invalidParameter("The body is not a valid lz4 block.");
            }
        }

        @Override
        public byte[] compress(byte[] body) {
            return LZ4Factory.fastestInstance().fastCompressor().compress(body);
        }
    },
    DEFLATE {
        @Override
        byte[] expand(byte[] body, int rawSize) {
            return inflate(body, rawSize);
        }

        @Override
        public byte[] compress(byte[] body) {
            return deflate(body);
        }
    },
    /** The same bytes as {@link #DEFLATE}, under the name other clients have for it. */
    ZLIB {
        @Override
        byte[] expand(byte[] body, int rawSize) {
            return inflate(body, rawSize);
        }

        @Override
        public byte[] compress(byte[] body) {
            return deflate(body);
        }
    },
    ZSTD {
        @Override
        byte[] expand(byte[] body, int rawSize) {
            // a told size bounds what is allocated; the content's own claim must not exceed it
            long size = rawSize >= 0 ? rawSize : Zstd.getFrameContentSize(body);
            if (size < 0) {
                throw DataHubException.invalidParameter(
                        "A zstd body needs its size, in itself or beside it.");
            }
            if (size > MAX_RAW_SIZE) {
                throw tooLarge();
            }
            byte[] raw = new byte[(int) size];
            try {
                long length = Zstd.decompressByteArray(raw, 0, raw.length, body, 0, body.length);
                if (Zstd.isError(length)) {
                    throw invalid();
                }
                return length == raw.length ? raw : Arrays.copyOf(raw, (int) length);
            } catch (ZstdException e) {
                throw invalid();
            }
        }

        @Override
        public byte[] compress(byte[] body) {
            return Zstd.compress(body);
        }

        private DataHubException invalid() {
            return DataHubException.invalidParameter("The body is not valid zstd data.");
        }
    };

    /** No body is larger than this once it is expanded. */
    public static final int MAX_RAW_SIZE = 4 * 1024 * 1024;

    abstract byte[] expand(byte[] body, int rawSize);

    public abstract byte[] compress(byte[] body);

    /** The name in headers. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a request body is compressed with. */
    public static Compression ofContentEncoding(@Nullable String encoding) {
        if (encoding == null || encoding.isBlank()) {
            return NONE;
        }
        Compression found = find(encoding);
        if (found == null) {
            throw DataHubException.invalidParameter(
                    "The content encoding '" + encoding + "' is not supported.");
        }
        return found;
    }

    /** What an answer may be compressed with: nothing, unless one of ours is asked for. */
    public static Compression ofAcceptEncoding(@Nullable String accepted) {
        if (accepted != null) {
            for (String candidate : accepted.split(",")) {
                Compression found = find(candidate);
                if (found != null) {
                    return found;
                }
            }
        }
        return NONE;
    }

    /**
     * The body as it was before compression.
     *
     * @param rawSize its size as told by the client, negative if it told none
     */
    public byte[] decompress(byte[] body, int rawSize) {
        if (body.length > MAX_RAW_SIZE || rawSize > MAX_RAW_SIZE) {
            throw tooLarge();
        }
        byte[] raw = expand(body, rawSize);
        if (this != NONE && rawSize >= 0 && raw.length != rawSize) {
            throw DataHubException.invalidParameter(
                    "The body has " + raw.length + " bytes, its header says " + rawSize + ".");
        }
        return raw;
    }

    /** The answer to a body over the limit. */
    public static DataHubException tooLarge() {
        return new DataHubException(
                ErrorCode.INVALID_PARAMETER,
                413,
                "The request body is larger than " + MAX_RAW_SIZE + " bytes.");
    }

    private static Compression find(String token) {
        return switch (token.trim().toLowerCase(Locale.ROOT)) {
            case "lz4" -> LZ4;
            case "deflate" -> DEFLATE;
            case "zlib" -> ZLIB;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(body);
            deflater.finish();
            byte[] target = new byte[body.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == target.length) {
                    target = Arrays.copyOf(target, target.length * 2);
                }
                length += deflater.deflate(target, length, target.length - length);
            }
            return Arrays.copyOf(target, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] body, int rawSize) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(body);
            // one byte of room over the told size, so that more than it is noticed
            byte[] target = new byte[rawSize >= 0 ? rawSize + 1 : body.length * 2 + 64];
            int length = 0;
            while (!inflater.finished()) {
                if (length == target.length) {
                    if (length > MAX_RAW_SIZE || rawSize >= 0) {
                        throw tooLarge();
                    }
                    target = Arrays.copyOf(target, target.length * 2);
                }
                int added = inflater.inflate(target, length, target.length - length);
                if (added == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("cut short");
                }
                length += added;
            }
            if (length > MAX_RAW_SIZE) {
                throw tooLarge();
            }
            return Arrays.copyOf(target, length);
        } catch (DataFormatException e) {
            throw DataHubException.invalidParameter("The body is not valid zlib data.");
        } finally {
            inflater.end();
        }
    }
}
