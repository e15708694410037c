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
