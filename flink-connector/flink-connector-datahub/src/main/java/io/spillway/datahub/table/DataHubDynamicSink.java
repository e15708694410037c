/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.table.DataHubConnectorOptions.SinkChangelog;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Writes the rows of a table to a topic. */
@Internal
final class DataHubDynamicSink implements DynamicTableSink {

    private final DataHubTableConfig config;
    private final DataType physicalType;
    private final int[] primaryKey;

    DataHubDynamicSink(DataHubTableConfig config, DataType physicalType, int[] primaryKey) {
        this.config = config;
        this.physicalType = physicalType;
        this.primaryKey = primaryKey;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        if (config.changelog() == SinkChangelog.OP_COLUMN) {
            // With a key, the row before an update says nothing new; asking for it would make the
            // planner keep every row in state to be able to tell it.
            return primaryKey.length == 0 ? requested : ChangelogMode.upsert();
        }
        if (!requested.containsOnly(org.apache.flink.types.RowKind.INSERT)) {
            throw new ValidationException(
                    "Topic "
                            + config.topic()
                            + " takes inserts only, but the query updates or deletes rows. Set "
                            + "'sink.changelog' = 'op-column' to write every change as a record "
                            + "with its operation.");
        }
        return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        RowType rowType = (RowType) physicalType.getLogicalType();
        RowDataSerializer serializer =
                new RowDataSerializer(
                        rowType,
                        config.changelog() == SinkChangelog.OP_COLUMN ? config.opColumn() : null,
                        routingColumns(rowType));
        return SinkV2Provider.of(config.newSink(serializer), config.sinkParallelism());
    }

    /** Indexes of the columns that choose the shard, empty if shards take turns. */
    private int[] routingColumns(RowType rowType) {
        List<String> names = config.hashFields();
        if (names == null) {
            return primaryKey;
        }
        int[] columns = new int[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rowType.getFieldIndex(names.get(i));
            if (columns[i] < 0) {
                throw new ValidationException(
                        "'sink.hash-fields' names column '"
                                + names.get(i)
                                + "', which the table does not have: "
                                + rowType.getFieldNames());
            }
        }
        return columns;
    }

    @Override
    public DynamicTableSink copy() {
        return new DataHubDynamicSink(config, physicalType, primaryKey);
    }

    @Override
    public String asSummaryString() {
        return "DataHub topic " + config.topic();
    }
}
