/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.sink.Batch.TableRows;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * Sets the tags of tables to those of their newest rows, where they differ from what was last set
 * over this connection.
 */
@Internal
final class TagChanges {

    private static final int REMEMBERED_TABLES = 100_000;

    private final TDengineGateway gateway;
    private final RowLayout layout;
    private final SqlLiterals literals;
    private final List<Integer> tags = new ArrayList<>();

    /** The tags as they were last set, least recently used tables first. */
    private final Map<String, String> lastSet =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > REMEMBERED_TABLES;
                }
            };

    TagChanges(TDengineGateway gateway, RowLayout layout) {
        this.gateway = gateway;
        this.layout = layout;
        literals = new SqlLiterals(layout);
        List<TargetColumn> columns = layout.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).tag()) {
                tags.add(i);
            }
        }
    }

    /** Called after the rows were written, so that their tables exist. */
    CompletableFuture<Void> apply(List<TableRows> tables) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (TableRows table : tables) {
            List<String> values = new ArrayList<>(tags.size());
            for (int tag : tags) {
                StringBuilder value = new StringBuilder();
                literals.append(table.last(), tag, value);
                values.add(value.toString());
            }
            String all = String.join(",", values);
            if (!all.equals(lastSet.get(table.table()))) {
                done =
                        done.thenCompose(none -> set(table.table(), values))
                                .thenRun(() -> lastSet.put(table.table(), all));
            }
        }
        return done;
    }

    private CompletableFuture<Void> set(String table, List<String> values) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        TargetTable target = layout.table();
        for (int i = 0; i < values.size(); i++) {
            String sql =
                    "ALTER TABLE "
                            + SqlText.table(target.database(), table)
                            + " SET TAG "
                            + SqlText.name(target.columns().get(tags.get(i)).name())
                            + " = "
                            + values.get(i);
            done = done.thenCompose(none -> gateway.execute(sql)).thenAccept(affected -> {});
        }
        return done;
    }
}
