/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Frames made without the code under test. */
final class Frames {

    private Frames() {}

    static byte[] frame(byte[] message) {
        CRC32C crc = new CRC32C();
        crc.update(message);
        return ByteBuffer.allocate(12 + message.length)
                .put(new byte[] {'D', 'H', 'U', 'B'})
                .putInt((int) crc.getValue())
                .putInt(message.length)
                .put(message)
                .array();
    }
}
