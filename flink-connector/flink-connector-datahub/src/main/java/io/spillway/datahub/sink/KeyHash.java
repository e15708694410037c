/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.flink.annotation.Internal;

/**
 * Hashes routing keys into the 128 bits over which the hash ranges of shards are laid. MD5 serves
 * as an even spread here, not as protection. Reused for many keys, not thread-safe.
 */
@Internal
final class KeyHash {

    private final MessageDigest md5;
    private final byte[] digest = new byte[16];
    private final ByteBuffer halves = ByteBuffer.wrap(digest);

    KeyHash() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    void update(byte[] key) {
        md5.update(key);
        try {
            md5.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("16 bytes hold an MD5", e);
        }
    }

    /** Upper half of the last key's hash. */
    long high() {
        return halves.getLong(0);
    }

    /** Lower half of the last key's hash. */
    long low() {
        return halves.getLong(8);
    }
}
