/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column of a route.
 *
 * @param name its name in the target, and in the source unless it is metadata
 * @param type NOT NULL for key columns only: a delete carries nothing but the key
 * @param metadata which fact about the change it holds, null for a column of the row
 */
@Internal
public record ColumnConfig(String name, LogicalType type, @Nullable ChangeMetadata metadata)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
