/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.nio.charset.StandardCharsets;

/** The hash that tells a table's vgroup: MurmurHash3 over {@code 1.database.table}. */
final class TableHash {

    private static final int SEED = 0x12345678;
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private TableHash() {}

    /** Unsigned 32 bits. */
    static long of(String database, String table) {
        return Integer.toUnsignedLong(
                murmur(("1." + database + "." + table).getBytes(StandardCharsets.UTF_8)));
    }

    private static int murmur(byte[] data) {
        int hash = SEED;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k =
                    (data[i] & 0xff)
                            | (data[i + 1] & 0xff) << 8
                            | (data[i + 2] & 0xff) << 16
                            | (data[i + 3] & 0xff) << 24;
            hash ^= scramble(k);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = data.length - 1; i >= whole; i--) {
            tail = tail << 8 | data[i] & 0xff;
        }
        if (whole < data.length) {
            hash ^= scramble(tail);
        }
        hash ^= data.length;
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int scramble(int k) {
        return Integer.rotateLeft(k * C1, 15) * C2;
    }
}
