/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.debezium.Change.TableId;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * One entry of {@code route}: a source table and where its changes go.
 *
 * @param line where it begins in the file
 * @param table the source table
 * @param columns in the order of the target
 * @param primaryKey names of key columns, at least one
 * @param sink the options of the target table, connector included
 */
@Internal
public record RouteConfig(
        int line,
        TableId table,
        List<ColumnConfig> columns,
        List<String> primaryKey,
        Options sink) {}
