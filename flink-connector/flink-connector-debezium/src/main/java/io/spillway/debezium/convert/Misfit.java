/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Why a value does not fit; the caller knows which column and which type. */
@Internal
final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final ConversionException.Code code;

    private Misfit(ConversionException.Code code, String found) {
        super(found, null, false, false);
        this.code = code;
    }

    ConversionException.Code code() {
        return code;
    }

    /** A value of another kind. */
    static Misfit ofKind(Object value) {
        return new Misfit(ConversionException.Code.TYPE_MISMATCH, kindOf(value));
    }

    /** A value of another kind, with more to say about it than its kind. */
    static Misfit because(String found) {
        return new Misfit(ConversionException.Code.TYPE_MISMATCH, found);
    }

    static Misfit range(String found) {
        return new Misfit(ConversionException.Code.OUT_OF_RANGE, found);
    }

    private static String kindOf(Object value) {
        if (value instanceof Boolean) {
            return "boolean";
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger) {
            return "integer number";
        } else if (value instanceof BigDecimal || value instanceof Double) {
            return "number";
        } else if (value instanceof String) {
            return "string";
        } else if (value instanceof Map<?, ?>) {
            return "object";
        } else if (value instanceof List<?>) {
            return "array";
        } else if (value instanceof byte[]) {
            return "bytes";
        }
        return value.getClass().getSimpleName();
    }
}
