/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompressionTest {

    private static final int LIMIT = 1 << 20;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void whatIsCompressedComesBack(Compression compression) throws Exception {
        for (byte[] raw : new byte[][] {text(0), text(1), text(100), text(100_000), noise(5000)}) {
            byte[] target = new byte[raw.length * 2 + 100];
            int size = compression.compress(raw, raw.length, target);

            assertThat(compression.decompress(target, 0, size, raw.length, LIMIT)).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void whatDoesNotShrinkIsToldSo(Compression compression) {
        byte[] noise = noise(5000);

        assertThat(compression.compress(noise, noise.length, new byte[noise.length - 1]))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void aWrongSizeIsRefused(Compression compression) {
        byte[] packed = packed(compression, text(1000));

        for (int declared : new int[] {0, 999, 1001, 100_000, -2}) {
            assertThatThrownBy(
                            () -> compression.decompress(packed, 0, packed.length, declared, LIMIT))
                    .as("declared %d", declared)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("corrupted " + compression.wireName());
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void tooMuchIsRefused(Compression compression) {
        byte[] packed = packed(compression, text(1000));

        assertThatThrownBy(() -> compression.decompress(packed, 0, packed.length, 1000, 999))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than the limit of 999");
    }

    @Test
    void deflateDoesWithoutADeclaredSize() throws Exception {
        byte[] raw = text(200_000);
        byte[] packed = packed(Compression.DEFLATE, raw);

        assertThat(Compression.DEFLATE.decompress(packed, 0, packed.length, -1, LIMIT))
                .isEqualTo(raw);
        assertThat(Compression.DEFLATE.decompress(packed, 0, packed.length, -1, raw.length))
                .isEqualTo(raw);
        assertThatThrownBy(
                        () ->
                                Compression.DEFLATE.decompress(
                                        packed, 0, packed.length, -1, raw.length - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than the limit");
        assertThatThrownBy(
                        () ->
                                Compression.DEFLATE.decompress(
                                        packed, 0, packed.length - 5, -1, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void lz4CannotDoWithoutADeclaredSize() {
        assertThatThrownBy(() -> Compression.LZ4.decompress(new byte[] {0}, 0, 1, -1, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without its uncompressed size");
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void damagedDataNeverDoesWorseThanFail(Compression compression) {
        Random random = new Random(7);
        byte[] raw = text(3000);
        byte[] good = packed(compression, raw);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(3) == 0 ? random.nextInt(bad.length) : bad.length;
            try {
                assertThat(compression.decompress(bad, 0, length, raw.length, LIMIT))
                        .hasSize(raw.length);
            } catch (IOException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void namesAreThoseOfTheWire() throws Exception {
        assertThat(Compression.ofWireName("LZ4")).isEqualTo(Compression.LZ4);
        assertThat(Compression.ofWireName("zlib")).isEqualTo(Compression.ZLIB);
        assertThat(Compression.ofWireName("zstd")).isEqualTo(Compression.ZSTD);
        assertThat(Compression.ofWireName(null)).isEqualTo(Compression.NONE);
        assertThatThrownBy(() -> Compression.ofWireName("br"))
                .isInstanceOf(IOException.class)
                .hasMessage("unknown compression 'br'");
    }

    private static byte[] packed(Compression compression, byte[] raw) {
        byte[] target = new byte[raw.length + 100];
        return Arrays.copyOf(target, compression.compress(raw, raw.length, target));
    }

    private static byte[] text(int length) {
        String words = "a row changed in a table, and nobody may lose it; ";
        return words.repeat(length / words.length() + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(42).nextBytes(noise);
        return noise;
    }
}
