/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LittleEndianTest {

    @Test
    void theLeastSignificantByteComesFirst() {
        byte[] bytes = new byte[15];
        LittleEndian.putShort(bytes, 1, 0xfedc);
        LittleEndian.putInt(bytes, 3, 0x89abcdef);
        LittleEndian.putLong(bytes, 7, 0x0123456789abcdefL);
        assertThat(bytes)
                .containsExactly(
                        0, 0xdc, 0xfe, 0xef, 0xcd, 0xab, 0x89, 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45,
                        0x23, 0x01);
        assertThat(LittleEndian.getShort(bytes, 1)).isEqualTo((short) 0xfedc);
        assertThat(LittleEndian.getInt(bytes, 3)).isEqualTo(0x89abcdef);
        assertThat(LittleEndian.getLong(bytes, 7)).isEqualTo(0x0123456789abcdefL);
    }

    @Test
    void nothingIsReadOrWrittenBeyondTheArray() {
        byte[] bytes = new byte[8];
        assertThatThrownBy(() -> LittleEndian.getLong(bytes, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> LittleEndian.putInt(bytes, 6, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(bytes).containsOnly(0);
    }
}
