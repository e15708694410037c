/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/** Told what one record holds, in its order. */
public interface RecordVisitor {

    void attribute(String key, String value);

    /**
     * A column's value, in {@code bytes[from, to)}; {@code from} is negative for null. The array is
     * the store's own and must not be changed.
     */
    void column(int index, byte[] bytes, int from, int to);
}
