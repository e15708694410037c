/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Writes the rows of a table to TDengine, where a row replaces the one of the same child table and
 * timestamp.
 */
@Internal
final class TDengineDynamicSink implements DynamicTableSink, SupportsWritingMetadata {

    private static final String TBNAME = "tbname";

    private final SinkSettings settings;
    private final DeclaredColumns columns;
    private final RowType declared;
    private List<String> metadataKeys = List.of();
    private RowType consumed;
    private boolean changelog;

    TDengineDynamicSink(SinkSettings settings, DeclaredColumns columns) {
        this.settings = settings;
        this.columns = columns;
        this.declared = columns.rowType();
        consumed = declared;
    }

    /**
     * With a primary key that decides on child table and timestamp, every change of a row meets the
     * row it replaces. Otherwise the row before an update has to be told, and is deleted, since the
     * new one may stand elsewhere.
     */
    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        if (requested.containsOnly(RowKind.INSERT)) {
            return ChangelogMode.insertOnly();
        }
        boolean ignoreDelete = settings.ignoreDelete();
        if (settings.schemaless() && !ignoreDelete) {
            throw new ValidationException(
                    "The query updates or deletes rows, but schemaless protocols cannot delete. Set "
                            + "'sink.mode' = 'stmt2', or 'sink.ignore-delete' = 'true' to write "
                            + "without deletes.");
        }
        changelog = !ignoreDelete;
        return ignoreDelete || keyTellsTheRow()
                ? ChangelogMode.newBuilder()
                        .addContainedKind(RowKind.INSERT)
                        .addContainedKind(RowKind.UPDATE_AFTER)
                        .addContainedKind(RowKind.DELETE)
                        .build()
                : requested;
    }

    private boolean keyTellsTheRow() {
        int[] fields = fields(Optional.empty());
        ChildTableName childTable = childTable(declared, List.of());
        int timestamp = SinkDefinition.timestamp(declared, fields);
        // metadata is no part of a key
        return timestamp >= 0
                && metadataKeys.isEmpty()
                && IntStream.concat(
                                IntStream.of(timestamp),
                                childTable == null ? IntStream.empty() : childTable.columns())
                        .allMatch(
                                needed ->
                                        IntStream.of(columns.primaryKey())
                                                .anyMatch(key -> key == needed));
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        int[] fields = fields(context.getTargetColumns());
        ChildTableName childTable = childTable(consumed, metadataKeys);
        int timestamp = SinkDefinition.timestamp(declared, fields);
        if (settings.createsTable()) {
            requireNoCompositeKey(childTable);
        }
        RowDataSerializer serializer =
                new RowDataSerializer(
                        consumed,
                        fields,
                        childTable,
                        new RowDataSerializer.Changes(
                                settings.ignoreDelete(),
                                changelog && timestamp >= 0
                                        ? declared.getFieldNames().get(timestamp)
                                        : null),
                        settings.zone());
        return SinkV2Provider.of(
                settings.newSink(
                        serializer, declared, fields(Optional.empty()), childTable != null),
                settings.parallelism());
    }

    /**
     * Rows that only a further column of the key tells apart would replace each other in a table
     * whose key is the time.
     */
    private void requireNoCompositeKey(@Nullable ChildTableName childTable) {
        Set<String> tags = settings.tags(declared);
        Set<Integer> known = new HashSet<>();
        known.add(SinkDefinition.timestamp(declared, fields(Optional.empty())));
        if (childTable != null) {
            childTable.columns().forEach(known::add);
        }
        for (int column : columns.primaryKey()) {
            String name = declared.getFieldNames().get(column);
            if (!known.contains(column) && !tags.contains(name)) {
                throw new ValidationException(
                        "'sink.create-table' is 'true', but the PRIMARY KEY has column '"
                                + name
                                + "' beside the time, and such a table is not made by writing."
                                + " Create it in a catalog of type 'tdengine', or on the server with"
                                + " COMPOSITE KEY, and leave 'sink.create-table' out.");
            }
        }
    }

    /** Indexes of the columns that are written: not the child table's name, nor what stays. */
    private int[] fields(Optional<int[][]> targetColumns) {
        int tbname = tbnameColumn(declared);
        boolean[] written = new boolean[declared.getFieldCount()];
        if (targetColumns.isPresent() && targetColumns.get().length > 0) {
            for (int[] path : targetColumns.get()) {
                int field = columns.positions()[path[0]];
                if (field >= 0) {
                    written[field] = true;
                }
            }
        } else {
            Arrays.fill(written, true);
        }
        return IntStream.range(0, written.length)
                .filter(field -> written[field] && field != tbname)
                .toArray();
    }

    @Nullable
    private ChildTableName childTable(RowType rowType, List<String> metadata) {
        String template = settings.childTable();
        int tbname = tbnameColumn(declared);
        if (template != null && (tbname >= 0 || !metadata.isEmpty())) {
            throw new ValidationException(
                    "'sink.child-table' is '"
                            + template
                            + "', but the table declares tbname, which names the child table too. "
                            + "Remove one of them.");
        }
        if (!metadata.isEmpty()) {
            return ChildTableName.ofColumn(declared.getFieldCount(), rowType);
        }
        if (tbname >= 0) {
            return ChildTableName.ofColumn(tbname, rowType);
        }
        return template == null ? null : ChildTableName.ofTemplate(template, declared);
    }

    private static int tbnameColumn(RowType rowType) {
        for (int i = 0; i < rowType.getFieldCount(); i++) {
            if (rowType.getFieldNames().get(i).equalsIgnoreCase(TBNAME)
                    && rowType.getTypeAt(i).is(LogicalTypeFamily.CHARACTER_STRING)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Map<String, DataType> listWritableMetadata() {
        return Map.of(TBNAME, DataTypes.STRING());
    }

    @Override
    public void applyWritableMetadata(List<String> keys, DataType consumedDataType) {
        metadataKeys = List.copyOf(keys);
        consumed = (RowType) consumedDataType.getLogicalType();
    }

    @Override
    public DynamicTableSink copy() {
        TDengineDynamicSink copy = new TDengineDynamicSink(settings, columns);
        copy.metadataKeys = metadataKeys;
        copy.consumed = consumed;
        copy.changelog = changelog;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "TDengine table " + settings.database() + "." + settings.table();
    }
}
