/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.debezium.Change.TableId;
import io.spillway.jobs.yaml.YamlBlock;
import io.spillway.jobs.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Reads the entries of {@code route}. */
@Internal
final class RouteReader {

    private final Options commonSink;
    private final Map<String, Integer> tables = new HashMap<>();

    /**
     * @param commonSink the options of the sink block, which each route may override
     */
    RouteReader(Options commonSink) {
        this.commonSink = commonSink;
    }

    List<RouteConfig> readAll(List<YamlBlock> blocks) {
        List<RouteConfig> routes = new ArrayList<>();
        blocks.forEach(block -> read(block).ifPresent(routes::add));
        return routes;
    }

    private Optional<RouteConfig> read(YamlBlock block) {
        Optional<TableId> table = block.requiredValue("source-table").map(RouteReader::table);
        table.ifPresent(
                t -> {
                    Integer first = tables.putIfAbsent(t.toString(), block.line());
                    if (first != null) {
                        block.problem(
                                "source-table",
                                "'" + t + "' already has a route, in line " + first);
                    }
                });
        List<String> key = block.values("primary-key").stream().map(YamlValue::text).toList();
        if (key.isEmpty()) {
            block.problem("primary-key", "must name at least one column");
        }
        Optional<YamlBlock> columnBlock = block.requiredBlock("columns");
        List<ColumnConfig> columns =
                columnBlock.map(b -> new ColumnReader(b, key).read()).orElse(List.of());
        columnBlock.ifPresent(b -> checkKey(block, key, b.keys(), columns));
        Options own =
                new Options(
                        block.block("sink")
                                .map(sink -> sink.flattened().options(""))
                                .orElse(Map.of()));
        block.finish();
        return table.map(
                t -> new RouteConfig(block.line(), t, columns, key, commonSink.overriddenBy(own)));
    }

    private static TableId table(YamlValue value) {
        int dot = value.text().indexOf('.');
        return dot < 0
                ? new TableId("", value.text())
                : new TableId(value.text().substring(0, dot), value.text().substring(dot + 1));
    }

    private static void checkKey(
            YamlBlock block, List<String> key, Set<String> names, List<ColumnConfig> columns) {
        List<String> metadata =
                columns.stream()
                        .filter(column -> column.metadata() != null)
                        .map(ColumnConfig::name)
                        .toList();
        for (String name : key) {
            if (!names.contains(name) || metadata.contains(name)) {
                block.problem(
                        "primary-key",
                        "names '"
                                + name
                                + "', which is no column of the row; columns: "
                                + names.stream()
                                        .filter(column -> !metadata.contains(column))
                                        .collect(Collectors.joining(", ")));
            }
        }
    }
}
