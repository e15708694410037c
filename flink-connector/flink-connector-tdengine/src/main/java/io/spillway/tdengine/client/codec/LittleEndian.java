/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.annotation.Internal;

/** Numbers in arrays, least significant byte first. */
@Internal
final class LittleEndian {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static short getShort(byte[] source, int at) {
        return (short) SHORT.get(source, at);
    }

    static int getInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long getLong(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    static void putShort(byte[] target, int at, int value) {
        SHORT.set(target, at, (short) value);
    }

    static void putInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static void putLong(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }
}
