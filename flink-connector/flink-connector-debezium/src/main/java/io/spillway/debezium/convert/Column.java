/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column of the rows a {@link ChangeRowConverter} makes.
 *
 * @param name the column's name in the source table, compared exactly
 * @param type the Flink type its values shall have
 */
@PublicEvolving
public record Column(String name, LogicalType type) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
