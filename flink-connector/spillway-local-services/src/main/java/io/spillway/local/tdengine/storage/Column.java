/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;

/**
 * A column or tag of a table.
 *
 * @param id stays with the column when others are added or dropped
 */
public record Column(ColumnSpec spec, int id) {

    private static final int NCHAR_BYTES = 4;
    private static final int LENGTH_BYTES = 2;

    public String name() {
        return spec.name();
    }

    public ValueType type() {
        return spec.type();
    }

    /** Bytes the server counts towards the length of a row. */
    public int rowBytes() {
        return switch (spec.type()) {
            case NCHAR -> spec.length() * NCHAR_BYTES + LENGTH_BYTES;
            case VARCHAR, VARBINARY, GEOMETRY, JSON -> spec.length() + LENGTH_BYTES;
            case BLOB -> LENGTH_BYTES;
            default -> spec.type().width();
        };
    }
}
