/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.schema.TableSchemas;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.scan.split.ScanPosition;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.scan.split.SplitTags;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.annotation.Nullable;

/** Makes the splits of a scan from what the server knows of its tables. */
final class ScanPlanner {

    /** The pseudo column that names the child table; told by the split, not by the result. */
    private static final String TABLE_NAME = "tbname";

    private final TDengineGateway gateway;
    private final ScanConfig config;
    private final ScanTarget target;

    ScanPlanner(TDengineGateway gateway, ScanConfig config) {
        this.gateway = gateway;
        this.config = config;
        this.target = config.target();
    }

    /** Plans; the topic's ends come first, so that nothing falls between them and the rows. */
    CompletableFuture<ScanPlan> plan() {
        CompletableFuture<Map<Integer, Long>> boundary =
                config.boundaryTopic() == null
                        ? CompletableFuture.completedFuture(Map.of())
                        : TopicEnds.read(gateway, config.boundaryTopic());
        return boundary.thenCompose(
                ends -> splits().thenApply(splits -> new ScanPlan(ends, splits)));
    }

    private CompletableFuture<List<ScanSplit>> splits() {
        if (target.isQuery()) {
            return CompletableFuture.completedFuture(
                    List.of(ScanSplit.ofQuery("query", target.name())));
        }
        return TableSchemas.read(gateway, target.database(), target.name())
                .thenCompose(this::splits);
    }

    private CompletableFuture<List<ScanSplit>> splits(TableSchema schema) {
        if (schema.kind() == TableSchema.Kind.SYSTEM_TABLE) {
            return CompletableFuture.completedFuture(List.of(systemTable(schema)));
        }
        ScanConditions conditions = ScanConditions.of(target, schema);
        return TimeWindows.of(gateway, schema, target, config.splitInterval())
                .thenCombine(
                        tablesByVgroup(schema, conditions),
                        (windows, tables) -> splits(schema, conditions.ofRows(), windows, tables));
    }

    /** Its rows have no time to go on from: it is the result of a query, read by one task. */
    private ScanSplit systemTable(TableSchema schema) {
        if (target.from() != null || target.to() != null) {
            throw refused(
                    "NotSupported",
                    "Rows of "
                            + schema.database()
                            + "."
                            + schema.table()
                            + " have no time: leave 'scan.time.start' and 'scan.time.end' out");
        }
        String condition = ScanConditions.of(target, schema).ofRows();
        Set<String> names = new LinkedHashSet<>();
        addWanted(names, schema);
        if (names.isEmpty()) {
            names.add(schema.columns().get(0).name());
        }
        return ScanSplit.ofQuery(
                "system",
                "SELECT "
                        + SqlText.names(names)
                        + " FROM "
                        + SqlText.table(schema.database(), schema.table())
                        + (condition == null ? "" : " WHERE " + condition));
    }

    private CompletableFuture<Collection<List<String>>> tablesByVgroup(
            TableSchema schema, ScanConditions conditions) {
        if (schema.kind() != TableSchema.Kind.SUPER_TABLE) {
            return CompletableFuture.completedFuture(List.of(List.of(schema.table())));
        }
        CompletableFuture<Set<String>> wanted =
                conditions.ofTables() == null
                        ? CompletableFuture.completedFuture(null)
                        : QueryRows.read(
                                        gateway,
                                        "SELECT DISTINCT tbname FROM "
                                                + SqlText.table(schema.database(), schema.table())
                                                + " WHERE "
                                                + conditions.ofTables(),
                                        (block, row) -> block.getString(0, row))
                                .thenApply(HashSet::new);
        return wanted.thenCombine(
                QueryRows.read(
                        gateway,
                        "SELECT table_name, vgroup_id FROM information_schema.ins_tables"
                                + " WHERE db_name = "
                                + SqlText.string(schema.database())
                                + " AND stable_name = "
                                + SqlText.string(schema.table()),
                        (block, row) ->
                                Map.entry((int) block.getLong(1, row), block.getString(0, row))),
                ScanPlanner::grouped);
    }

    private static Collection<List<String>> grouped(
            Set<String> wanted, List<Map.Entry<Integer, String>> tables) {
        Map<Integer, List<String>> groups = new TreeMap<>();
        for (Map.Entry<Integer, String> table : tables) {
            if (wanted == null || wanted.contains(table.getValue())) {
                groups.computeIfAbsent(table.getKey(), vgroup -> new ArrayList<>())
                        .add(table.getValue());
            }
        }
        return groups.values();
    }

    /** Vgroups take turns, so that readers ask different ones at the same time. */
    private List<ScanSplit> splits(
            TableSchema schema,
            @Nullable String condition,
            List<String> windows,
            Collection<List<String>> vgroups) {
        List<String> columns = new ArrayList<>();
        SplitTags tags = sort(wanted(schema), schema, columns);
        String select = SqlText.names(columns);
        List<ScanSplit> splits = new ArrayList<>();
        for (String window : windows) {
            int from = 0;
            boolean more = true;
            while (more) {
                more = false;
                for (List<String> tables : vgroups) {
                    if (from < tables.size()) {
                        int to = Math.min(tables.size(), from + config.splitTables());
                        splits.add(
                                new ScanSplit(
                                        "scan-" + splits.size(),
                                        select,
                                        tags,
                                        schema.database(),
                                        tables.subList(from, to),
                                        schema.timeColumn().name(),
                                        both(window, condition),
                                        config.limit(),
                                        ScanPosition.START));
                        more = true;
                    }
                }
                from += config.splitTables();
            }
        }
        return splits;
    }

    /** The time comes first, whether it is asked for or not: the position is read from it. */
    private Set<String> wanted(TableSchema schema) {
        Set<String> names = new LinkedHashSet<>();
        names.add(schema.timeColumn().name());
        addWanted(names, schema);
        return names;
    }

    private void addWanted(Set<String> names, TableSchema schema) {
        if (target.columns().isEmpty()) {
            schema.columns().forEach(column -> names.add(column.name()));
        }
        for (String name : target.columns()) {
            if (!name.equalsIgnoreCase(TABLE_NAME)) {
                names.add(
                        schema.column(name).orElseThrow(() -> unknownColumn(schema, name)).name());
            }
        }
    }

    /** Tells the columns of rows from the tags, which only a super table's rows do without. */
    @Nullable
    private static SplitTags sort(Set<String> names, TableSchema schema, List<String> columns) {
        List<String> tags = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            if (schema.kind() == TableSchema.Kind.SUPER_TABLE
                    && schema.column(name).orElseThrow().tag()) {
                places.add(columns.size() + tags.size());
                tags.add(name);
            } else {
                columns.add(name);
            }
        }
        return tags.isEmpty() ? null : new SplitTags(schema.table(), tags, places);
    }

    private static RuntimeException unknownColumn(TableSchema schema, String name) {
        return refused(
                "0x2602",
                "Table "
                        + schema.database()
                        + "."
                        + schema.table()
                        + " has no column or tag '"
                        + name
                        + "', it has "
                        + schema.columns().stream().map(TableSchema.Column::name).toList());
    }

    private static RuntimeException refused(String code, String message) {
        return new CompletionException(
                new ServiceException(FailureKind.FATAL, code, 0, null, message, null));
    }

    @Nullable
    private static String both(@Nullable String window, @Nullable String condition) {
        if (window == null) {
            return condition;
        }
        return condition == null ? window : window + " AND (" + condition + ")";
    }
}
