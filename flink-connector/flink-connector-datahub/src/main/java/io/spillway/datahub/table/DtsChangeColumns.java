/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * The columns that Alibaba's Data Transmission Service adds to topics it writes. There are two
 * layouts: the older one has {@code dts_record_id} and so on, and the prefix {@code dts_} before
 * the data's columns; the newer one has {@code new_dts_sync_dts_record_id} and so on, and the
 * data's columns as they are. Which one holds is seen by the topic.
 */
@Internal
final class DtsChangeColumns implements ChangeColumns {

    static final String OLD_PREFIX = "dts_";
    static final String NEW_PREFIX = "new_dts_sync_dts_";

    private static final long serialVersionUID = 1L;

    private static final String OPERATION = "operation_flag";
    private static final Set<FieldType> TEXT = EnumSet.of(FieldType.STRING);
    private static final Set<FieldType> NUMBER = EnumSet.of(FieldType.STRING, FieldType.BIGINT);

    private final String database;
    private final String table;
    private final RowRouting primaryKey;

    private transient DtsRecordIds ids;
    private transient RowKind kind;
    private transient long id;

    /**
     * @param database what {@code dts_db_name} says
     * @param table what {@code dts_table_name} says
     * @param primaryKey tells which two rows are one update
     */
    DtsChangeColumns(String database, String table, RowRouting primaryKey) {
        this.database = database;
        this.table = table;
        this.primaryKey = primaryKey;
    }

    @Override
    public Map<Integer, FieldEncoder> bind(RowType rowType, TopicDescription topic, int subtask) {
        RecordSchema schema = ColumnMapping.requireTuple(topic);
        String prefix = prefix(schema);
        if (prefix == null) {
            throw new ValidationException(
                    "sink.changelog = dts needs the columns of Alibaba DTS, but topic "
                            + topic.path()
                            + " has neither '"
                            + NEW_PREFIX
                            + OPERATION
                            + "' nor '"
                            + OLD_PREFIX
                            + OPERATION
                            + "'. Add the columns, or use sink.changelog = op-column.");
        }
        Binding binding = new Binding(schema, topic, prefix, new HashMap<>());
        binding.require(OPERATION, (row, out) -> out.addText(operation()));
        binding.require("before_flag", (row, out) -> out.addText(isBefore() ? "Y" : "N"));
        binding.require("after_flag", (row, out) -> out.addText(isBefore() ? "N" : "Y"));
        binding.add("record_id", NUMBER, (row, out) -> out.addLong(id));
        binding.add("instance_id", TEXT, (row, out) -> out.addText("flink"));
        binding.add("db_name", TEXT, (row, out) -> out.addText(database));
        binding.add("table_name", TEXT, (row, out) -> out.addText(table));
        binding.add(
                "utc_timestamp",
                NUMBER,
                (row, out) -> out.addLong(System.currentTimeMillis() / 1000));
        for (String column : rowType.getFieldNames()) {
            if (binding.filled.containsKey(schema.indexOf(columnInTopic(column, schema)))) {
                throw new ValidationException(
                        "Column '"
                                + column
                                + "' is filled by sink.changelog = dts and must not be declared "
                                + "by the table.");
            }
        }
        ids = new DtsRecordIds(subtask);
        primaryKey.open();
        return binding.filled;
    }

    @Override
    public String columnInTopic(String column, RecordSchema schema) {
        String prefixed = OLD_PREFIX + column;
        return OLD_PREFIX.equals(prefix(schema))
                        && schema.indexOf(column) < 0
                        && schema.indexOf(prefixed) >= 0
                ? prefixed
                : column;
    }

    @Override
    public void begin(RowData row) throws IOException {
        kind = row.getRowKind();
        id = ids.next(kind, primaryKey.key(row));
    }

    private static String prefix(RecordSchema schema) {
        if (schema.indexOf(NEW_PREFIX + OPERATION) >= 0) {
            return NEW_PREFIX;
        }
        return schema.indexOf(OLD_PREFIX + OPERATION) >= 0 ? OLD_PREFIX : null;
    }

    private String operation() {
        return switch (kind) {
            case INSERT -> "I";
            case UPDATE_BEFORE, UPDATE_AFTER -> "U";
            case DELETE -> "D";
        };
    }

    /** Whether the row holds the values before the change. */
    private boolean isBefore() {
        return kind == RowKind.UPDATE_BEFORE || kind == RowKind.DELETE;
    }

    private record Binding(
            RecordSchema schema,
            TopicDescription topic,
            String prefix,
            Map<Integer, FieldEncoder> filled) {

        void require(String name, FieldEncoder value) {
            if (schema.indexOf(prefix + name) < 0) {
                throw new ValidationException(
                        "sink.changelog = dts needs column '"
                                + prefix
                                + name
                                + "', which topic "
                                + topic.path()
                                + " does not have; add it as STRING.");
            }
            add(name, TEXT, value);
        }

        void add(String name, Set<FieldType> types, FieldEncoder value) {
            int position = schema.indexOf(prefix + name);
            if (position < 0) {
                return;
            }
            RecordSchema.Field field = schema.fields().get(position);
            if (!types.contains(field.type())) {
                throw new ValidationException(
                        "sink.changelog = dts writes column '"
                                + field.name()
                                + "' as "
                                + types
                                + ", but it is "
                                + field.type()
                                + " in topic "
                                + topic.path()
                                + ".");
            }
            filled.put(position, value);
        }
    }
}
