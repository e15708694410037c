/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.jobs.config.ColumnConfig;
import io.spillway.jobs.config.RouteConfig;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.ExecutionConfigOptions.UidGeneration;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;

/** The far end of a route: a table of any Flink connector, fed by the route's rows. */
@Internal
final class RouteTable {

    private final RouteConfig route;
    private final Map<String, String> options;

    /**
     * @param options all options of the table, connector included
     */
    RouteTable(RouteConfig route, Map<String, String> options) {
        this.route = route;
        this.options = options;
    }

    /** Identifier of the connector. */
    String connector() {
        return options.get("connector");
    }

    /**
     * Adds the sink to the environment's job.
     *
     * @throws org.apache.flink.table.api.ValidationException if the connector refuses the options
     * @throws org.apache.flink.table.api.TableException if it cannot take changes
     */
    void attach(StreamExecutionEnvironment env, DataStream<Row> rows) {
        String name = route.table().toString();
        // A table environment of its own per route: only so can the operators of each sink have
        // ids that depend on nothing but the route, and find their state again after the job grew.
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.getConfig()
                .set(ExecutionConfigOptions.TABLE_EXEC_UID_GENERATION, UidGeneration.ALWAYS)
                .set(
                        ExecutionConfigOptions.TABLE_EXEC_UID_FORMAT,
                        "route-" + name + "-<transformation>");
        Schema schema = schema();
        TableDescriptor.Builder target = TableDescriptor.forConnector(connector()).schema(schema);
        options.forEach(target::option);
        String path = "`" + name.replace("`", "``") + "`";
        tables.createTemporaryTable(path, target.build());
        // To Flink this must not be an upsert stream: it would put a stateful operator in between
        // that drops deletes of rows it has not seen, and doubles the updates. Every change passes
        // as it is; no row is sent that an update replaces, and sinks with a key need none.
        StreamStatementSet statements = tables.createStatementSet();
        statements.addInsert(path, tables.fromChangelogStream(rows, schema, ChangelogMode.all()));
        statements.attachAsDataStream();
    }

    private Schema schema() {
        Schema.Builder schema = Schema.newBuilder();
        for (ColumnConfig column : route.columns()) {
            schema.column(column.name(), DataTypes.of(column.type()));
        }
        return schema.primaryKey(route.primaryKey()).build();
    }
}
