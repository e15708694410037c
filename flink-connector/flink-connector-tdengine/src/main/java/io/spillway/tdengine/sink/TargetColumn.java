/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A column or tag of the table that is written.
 *
 * @param name as the server spells it
 * @param length declared length of a type whose values differ in length: bytes, for NCHAR
 *     characters; otherwise not used
 * @param digits digits of a decimal, otherwise 0
 * @param scale digits after the point of a decimal, otherwise 0
 * @param tag whether it is a tag
 */
@PublicEvolving
public record TargetColumn(
        String name, TDengineType type, int length, int digits, int scale, boolean tag)
        implements Serializable {

    /** Digits that fit into a DECIMAL64; more make a DECIMAL128. */
    private static final int MAX_SHORT_DECIMAL = 18;

    public TargetColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** A column of a type without length, digits and scale. */
    public static TargetColumn of(String name, TDengineType type) {
        return new TargetColumn(name, type, type.width(), 0, 0, false);
    }

    /**
     * A column of a type whose values differ in length.
     *
     * @param length most bytes of a value, for NCHAR most characters
     */
    public static TargetColumn of(String name, TDengineType type, int length) {
        return new TargetColumn(name, type, length, 0, 0, false);
    }

    /** A column of decimals. */
    public static TargetColumn decimal(String name, int digits, int scale) {
        TDengineType type =
                digits <= MAX_SHORT_DECIMAL ? TDengineType.DECIMAL64 : TDengineType.DECIMAL128;
        return new TargetColumn(name, type, type.width(), digits, scale, false);
    }

    /** The same as a tag. */
    public TargetColumn asTag() {
        return new TargetColumn(name, type, length, digits, scale, true);
    }
}
