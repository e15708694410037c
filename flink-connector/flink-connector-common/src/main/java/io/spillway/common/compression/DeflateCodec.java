/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.compression;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.apache.flink.annotation.Internal;

/** zlib streams, by the JDK. */
@Internal
final class DeflateCodec implements Compression.Codec {

    private static final int FIRST_GUESS = 4 * 1024;

    private final String name;

    /**
     * @param name what the service calls it, for messages
     */
    DeflateCodec(String name) {
        this.name = name;
    }

    @Override
    public int compress(byte[] source, int length, byte[] target) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(source, 0, length);
            deflater.finish();
            int size = deflater.deflate(target);
            return deflater.finished() ? size : -1;
        } finally {
            deflater.end();
        }
    }

    @Override
    public byte[] decompress(byte[] source, int offset, int length, int rawSize, int maxRawSize)
            throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(source, offset, length);
            return rawSize >= 0
                    ? inflateTo(inflater, rawSize)
                    : inflateAll(inflater, length, maxRawSize);
        } catch (DataFormatException e) {
            throw new IOException("corrupted " + name + " data: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private byte[] inflateTo(Inflater inflater, int rawSize)
            throws IOException, DataFormatException {
        byte[] raw = new byte[rawSize];
        int size = fill(inflater, raw, 0);
        if (size != rawSize || !atEnd(inflater)) {
            throw new IOException(
                    "corrupted "
                            + name
                            + " data: it does not hold the declared "
                            + rawSize
                            + " bytes");
        }
        return raw;
    }

    private byte[] inflateAll(Inflater inflater, int length, int maxRawSize)
            throws IOException, DataFormatException {
        long guess = Math.max(FIRST_GUESS, 4L * length);
        byte[] raw = new byte[(int) Math.min(guess, maxRawSize)];
        int size = fill(inflater, raw, 0);
        while (!atEnd(inflater)) {
            if (size < raw.length) {
                throw new IOException("corrupted " + name + " data: it ends too early");
            }
            if (raw.length == maxRawSize) {
                throw new IOException(
                        name + " data is larger than the limit of " + maxRawSize + " bytes");
            }
            raw = Arrays.copyOf(raw, (int) Math.min(2L * raw.length, maxRawSize));
            size = fill(inflater, raw, size);
        }
        return Arrays.copyOf(raw, size);
    }

    /** Inflates until the array is full, the stream ends or the input does. */
    private static int fill(Inflater inflater, byte[] raw, int from) throws DataFormatException {
        int size = from;
        while (size < raw.length && !inflater.finished()) {
            int read = inflater.inflate(raw, size, raw.length - size);
            if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                break;
            }
            size += read;
        }
        return size;
    }

    /** Whether the stream is over; its checksum may still have to be read. */
    private static boolean atEnd(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[0]) == 0 && inflater.finished());
    }
}
