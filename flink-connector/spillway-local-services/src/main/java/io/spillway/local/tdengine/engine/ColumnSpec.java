/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import java.util.Objects;

/**
 * A column or tag.
 *
 * @param length declared length: bytes, for NCHAR characters; the width of other types
 * @param precision digits of a decimal, 0 for other types
 * @param scale digits after the point of a decimal, 0 for other types
 * @param key whether rows of the same time differ by it: the second part of a composite key
 */
public record ColumnSpec(
        String name, ValueType type, int length, int precision, int scale, boolean key) {

    public ColumnSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** A column that is not the second part of a key. */
    public ColumnSpec(String name, ValueType type, int length, int precision, int scale) {
        this(name, type, length, precision, scale, false);
    }

    public ColumnSpec asKey() {
        return new ColumnSpec(name, type, length, precision, scale, true);
    }
}
