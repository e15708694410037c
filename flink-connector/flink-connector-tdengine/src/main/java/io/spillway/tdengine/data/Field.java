/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * A column of a result or of a message.
 *
 * @param name as the server spells it
 * @param length declared length: bytes, for NCHAR characters
 * @param precision digits of a decimal, 0 for other types
 * @param scale digits after the point of a decimal, 0 for other types
 */
@Experimental
public record Field(String name, TDengineType type, int length, int precision, int scale)
        implements Serializable {

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
