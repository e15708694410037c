/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.annotation.Internal;

/**
 * Numbers in arrays, least significant byte first. What does not lie within the array fails with an
 * {@link IndexOutOfBoundsException}.
 */
@Internal
public final class LittleEndian {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    public static short getShort(byte[] source, int at) {
        return (short) SHORT.get(source, at);
    }

    public static int getInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    public static long getLong(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    /** Puts the lower two bytes of the value. */
    public static void putShort(byte[] target, int at, int value) {
        SHORT.set(target, at, (short) value);
    }

    public static void putInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    public static void putLong(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }
}
