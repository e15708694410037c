/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;

/** Turns POINT, LINESTRING and POLYGON of two dimensions into little-endian WKB. */
public final class Wkt {

    private static final int POINT = 1;
    private static final int LINE_STRING = 2;
    private static final int POLYGON = 3;

    private Wkt() {}

    /** Null if the text is none of the three. */
    @Nullable
    public static byte[] toWkb(String input) {
        String text = input.trim();
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            return null;
        }
        String body = text.substring(open + 1, text.length() - 1);
        try {
            return switch (text.substring(0, open).trim().toUpperCase(Locale.ROOT)) {
                case "POINT" -> point(body);
                case "LINESTRING" -> line(body);
                case "POLYGON" -> polygon(body);
                default -> null;
            };
        } catch (NumberFormatException notACoordinate) {
            return null;
        }
    }

    @Nullable
    private static byte[] point(String body) {
        List<double[]> points = points(body);
        if (points == null || points.size() != 1) {
            return null;
        }
        ByteBuffer wkb = header(POINT, 16);
        put(wkb, points);
        return wkb.array();
    }

    @Nullable
    private static byte[] line(String body) {
        List<double[]> points = points(body);
        if (points == null || points.size() < 2) {
            return null;
        }
        ByteBuffer wkb = header(LINE_STRING, 4 + 16 * points.size());
        wkb.putInt(points.size());
        put(wkb, points);
        return wkb.array();
    }

    @Nullable
    private static byte[] polygon(String body) {
        ByteArrayOutputStream rings = new ByteArrayOutputStream();
        int count = 0;
        int at = body.indexOf('(');
        while (at >= 0) {
            int close = body.indexOf(')', at);
            List<double[]> points = close < 0 ? null : points(body.substring(at + 1, close));
            if (points == null || points.size() < 4) {
                return null;
            }
            ByteBuffer ring =
                    ByteBuffer.allocate(4 + 16 * points.size()).order(ByteOrder.LITTLE_ENDIAN);
            ring.putInt(points.size());
            put(ring, points);
            rings.writeBytes(ring.array());
            count++;
            at = body.indexOf('(', close);
        }
        if (count == 0) {
            return null;
        }
        ByteBuffer wkb = header(POLYGON, 4 + rings.size());
        wkb.putInt(count);
        wkb.put(rings.toByteArray());
        return wkb.array();
    }

    private static ByteBuffer header(int type, int bodyLength) {
        ByteBuffer wkb = ByteBuffer.allocate(5 + bodyLength).order(ByteOrder.LITTLE_ENDIAN);
        wkb.put((byte) 1);
        wkb.putInt(type);
        return wkb;
    }

    private static void put(ByteBuffer wkb, List<double[]> points) {
        for (double[] point : points) {
            wkb.putDouble(point[0]);
            wkb.putDouble(point[1]);
        }
    }

    @Nullable
    private static List<double[]> points(String text) {
        List<double[]> points = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            String[] numbers = pair.trim().split("\\s+");
            if (numbers.length != 2) {
                return null;
            }
            points.add(
                    new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])});
        }
        return points;
    }
}
