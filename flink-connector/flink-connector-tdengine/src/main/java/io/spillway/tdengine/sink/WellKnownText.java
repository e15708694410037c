/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.flink.annotation.Internal;

/** Geometries in two dimensions, from well-known binary to well-known text. */
@Internal
final class WellKnownText {

    private static final int POINT = 1;
    private static final int LINE_STRING = 2;
    private static final int POLYGON = 3;
    private static final int MULTI_POINT = 4;
    private static final int MULTI_LINE_STRING = 5;
    private static final int MULTI_POLYGON = 6;
    private static final int COLLECTION = 7;
    private static final String[] NAMES = {
        "",
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION"
    };
    private static final int MAX_DEPTH = 16;

    private final ByteBuffer in;
    private final StringBuilder out = new StringBuilder();

    private WellKnownText(byte[] binary) {
        in = ByteBuffer.wrap(binary);
    }

    /**
     * @throws IllegalArgumentException if it is no well-known binary of two dimensions
     */
    static String of(byte[] binary) {
        WellKnownText text = new WellKnownText(binary);
        try {
            text.geometry(true, 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("The geometry ends too early", e);
        }
        if (text.in.hasRemaining()) {
            throw new IllegalArgumentException("Bytes follow the geometry");
        }
        return text.out.toString();
    }

    private void geometry(boolean named, int depth) {
        in.order(in.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int type = in.getInt();
        if (type < POINT || type > COLLECTION || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("Unknown geometry of type " + type);
        }
        if (named) {
            out.append(NAMES[type]);
        }
        switch (type) {
            case POINT -> {
                out.append('(');
                coordinates();
                out.append(')');
            }
            case LINE_STRING -> points();
            case POLYGON -> list(this::points);
            case MULTI_POINT, MULTI_LINE_STRING, MULTI_POLYGON ->
                    list(() -> geometry(false, depth + 1));
            default -> list(() -> geometry(true, depth + 1));
        }
    }

    private void points() {
        list(this::coordinates);
    }

    private void list(Runnable element) {
        int count = in.getInt();
        if (count <= 0 || count > in.remaining()) {
            throw new IllegalArgumentException("A geometry of " + count + " parts");
        }
        char before = '(';
        for (int i = 0; i < count; i++) {
            out.append(before);
            element.run();
            before = ',';
        }
        out.append(')');
    }

    private void coordinates() {
        out.append(in.getDouble()).append(' ').append(in.getDouble());
    }
}
