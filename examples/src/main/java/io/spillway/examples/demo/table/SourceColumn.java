/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.table;

import org.apache.flink.annotation.Internal;

/**
 * A column of a source table.
 *
 * @param changes whether updates give it a new value
 */
@Internal
public record SourceColumn(String name, ColumnKind kind, boolean nullable, boolean changes) {

    String ddl() {
        return name + " " + kind.postgresType() + (nullable ? "" : " NOT NULL");
    }
}
