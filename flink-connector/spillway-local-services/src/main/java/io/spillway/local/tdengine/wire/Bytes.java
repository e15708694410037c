/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Little-endian bytes that grow as they are written. Not thread-safe. */
public final class Bytes {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_NOT_ASCII = 0x80;

    private byte[] array;
    private int size;

    public Bytes(int capacity) {
        array = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** Begins anew in the same memory. */
    public void clear() {
        Arrays.fill(array, 0, size, (byte) 0);
        size = 0;
    }

    /** What was written, without copying: valid until the next write. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(array, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    /**
     * Leaves zeros to be filled in later.
     *
     * @return where they start
     */
    public int reserve(int count) {
        grow(count);
        int start = size;
        size += count;
        return start;
    }

    public Bytes putByte(int value) {
        grow(1);
        array[size++] = (byte) value;
        return this;
    }

    public Bytes putShort(int value) {
        SHORT.set(array, reserve(2), (short) value);
        return this;
    }

    public Bytes putInt(int value) {
        INT.set(array, reserve(4), value);
        return this;
    }

    public Bytes putLong(long value) {
        LONG.set(array, reserve(8), value);
        return this;
    }

    public Bytes put(byte[] bytes) {
        grow(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
        return this;
    }

    public Bytes put(Bytes other) {
        grow(other.size);
        System.arraycopy(other.array, 0, array, size, other.size);
        size += other.size;
        return this;
    }

    /** The text in UTF-8. */
    Bytes putText(String text) {
        int length = text.length();
        grow(length);
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next >= FIRST_NOT_ASCII) {
                return put(text.getBytes(StandardCharsets.UTF_8));
            }
            array[size + i] = (byte) next;
        }
        size += length;
        return this;
    }

    /** What was written before, once more. */
    void putAgain(int from, int length) {
        grow(length);
        System.arraycopy(array, from, array, size, length);
        size += length;
    }

    /** Seven bits a byte, the lowest first. */
    public Bytes putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            putByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return putByte((int) rest);
    }

    public Bytes putZigzag(long value) {
        return putVarint((value << 1) ^ (value >> 63));
    }

    /** A name with its length and a NUL at the end. */
    public Bytes putName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return putVarint(bytes.length + 1L).put(bytes).putByte(0);
    }

    void setByte(int at, int value) {
        array[at] = (byte) value;
    }

    void orByte(int at, int bits) {
        array[at] |= (byte) bits;
    }

    void setShort(int at, int value) {
        SHORT.set(array, at, (short) value);
    }

    public void setInt(int at, int value) {
        INT.set(array, at, value);
    }

    void setLong(int at, long value) {
        LONG.set(array, at, value);
    }

    private void grow(int count) {
        int needed = Math.addExact(size, count);
        if (needed > array.length) {
            long doubled = Math.max(needed, array.length * 2L);
            array = Arrays.copyOf(array, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
        }
    }
}
