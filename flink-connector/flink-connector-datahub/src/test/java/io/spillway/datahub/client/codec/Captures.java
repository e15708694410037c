/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.compression.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;

/** Bodies recorded from the vendor's clients. */
final class Captures {

    private static final Properties RECORDED = load();

    private Captures() {}

    /** A body, unpacked. */
    static byte[] body(String name) {
        String[] sizeAndBytes = RECORDED.getProperty(name).split(" ");
        byte[] packed = HexFormat.of().parseHex(sizeAndBytes[1]);
        try {
            Compression compression =
                    name.contains(".lz4")
                            ? Compression.LZ4
                            : name.contains(".deflate") ? Compression.DEFLATE : Compression.NONE;
            int size = Integer.parseInt(sizeAndBytes[0]);
            return compression.decompress(packed, 0, packed.length, size, 1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Captures.class.getResourceAsStream("captures.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
