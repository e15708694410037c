/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;

/**
 * A declared type.
 *
 * @param length bytes, of NCHAR characters
 */
public record TypeName(ValueType type, int length, int precision, int scale) {

    public ColumnSpec column(String name) {
        return new ColumnSpec(name, type, length, precision, scale);
    }
}
