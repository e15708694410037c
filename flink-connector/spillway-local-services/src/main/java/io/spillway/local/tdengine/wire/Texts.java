/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The texts of one request, those that come again and again kept once. Not thread-safe. */
final class Texts {

    /** A power of two. */
    private static final int SLOTS = 256;

    private final String[] texts = new String[SLOTS];
    private final int[] positions = new int[SLOTS];
    private final int[] sizes = new int[SLOTS];

    /**
     * The text of some bytes in UTF-8.
     *
     * @param request always the same
     */
    String read(byte[] request, int at, int size) {
        int hash = size;
        for (int i = at; i < at + size; i++) {
            hash = 31 * hash + request[i];
        }
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String known = texts[slot];
        if (known != null
                && Arrays.equals(
                        request,
                        positions[slot],
                        positions[slot] + sizes[slot],
                        request,
                        at,
                        at + size)) {
            return known;
        }
        String text = new String(request, at, size, StandardCharsets.UTF_8);
        texts[slot] = text;
        positions[slot] = at;
        sizes[slot] = size;
        return text;
    }
}
