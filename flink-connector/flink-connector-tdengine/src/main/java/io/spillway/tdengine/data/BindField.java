/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * A question mark of a prepared INSERT, as the server describes it.
 *
 * @param kind what the value goes to
 * @param precision what a TIMESTAMP counts; for decimals see {@link #scale}
 * @param digits digits of a decimal; 0 if the server does not tell, as 3.3.7 does not for prepared
 *     statements
 * @param scale digits after the point of a decimal
 * @param bytes declared length in bytes
 */
@Experimental
public record BindField(
        String name,
        TDengineType type,
        Kind kind,
        TimestampPrecision precision,
        int digits,
        int scale,
        int bytes) {

    public BindField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(precision, "precision");
    }

    /** What a bound value goes to. */
    @Experimental
    public enum Kind {
        COLUMN,
        TAG,
        TABLE_NAME
    }
}
