/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.apache.flink.table.types.logical.LogicalTypeRoot.BIGINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BOOLEAN;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.CHAR;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DECIMAL;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DOUBLE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.FLOAT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.INTEGER;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.SMALLINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TINYINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARCHAR;

import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Matches the columns of a table with those of a topic, by name. A topic's records are positional,
 * so this is done against the topic as it stands when a task starts, never against the order of the
 * table's columns.
 */
@Internal
final class ColumnMapping {

    /** Types a topic's column can be read as; integers and FLOAT may widen, nothing may narrow. */
    private static final Map<FieldType, Set<LogicalTypeRoot>> READABLE_AS =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(
                                    FieldType.TINYINT, Set.of(TINYINT, SMALLINT, INTEGER, BIGINT)),
                            Map.entry(FieldType.SMALLINT, Set.of(SMALLINT, INTEGER, BIGINT)),
                            Map.entry(FieldType.INTEGER, Set.of(INTEGER, BIGINT)),
                            Map.entry(FieldType.BIGINT, Set.of(BIGINT)),
                            Map.entry(FieldType.FLOAT, Set.of(FLOAT, DOUBLE)),
                            Map.entry(FieldType.DOUBLE, Set.of(DOUBLE)),
                            Map.entry(FieldType.BOOLEAN, Set.of(BOOLEAN)),
                            Map.entry(
                                    FieldType.TIMESTAMP,
                                    Set.of(
                                            TIMESTAMP_WITHOUT_TIME_ZONE,
                                            TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                                            BIGINT)),
                            Map.entry(FieldType.STRING, Set.of(CHAR, VARCHAR)),
                            Map.entry(FieldType.DECIMAL, Set.of(DECIMAL)),
                            Map.entry(FieldType.JSON, Set.of(CHAR, VARCHAR))));

    /** Types a topic's column can be written from. */
    private static final Map<FieldType, Set<LogicalTypeRoot>> WRITABLE_FROM =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(FieldType.TINYINT, Set.of(TINYINT)),
                            Map.entry(FieldType.SMALLINT, Set.of(TINYINT, SMALLINT)),
                            Map.entry(FieldType.INTEGER, Set.of(TINYINT, SMALLINT, INTEGER)),
                            Map.entry(FieldType.BIGINT, Set.of(TINYINT, SMALLINT, INTEGER, BIGINT)),
                            Map.entry(FieldType.FLOAT, Set.of(FLOAT)),
                            Map.entry(FieldType.DOUBLE, Set.of(FLOAT, DOUBLE)),
                            Map.entry(FieldType.BOOLEAN, Set.of(BOOLEAN)),
                            Map.entry(
                                    FieldType.TIMESTAMP,
                                    Set.of(
                                            TIMESTAMP_WITHOUT_TIME_ZONE,
                                            TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                                            BIGINT)),
                            Map.entry(FieldType.STRING, Set.of(CHAR, VARCHAR)),
                            Map.entry(FieldType.DECIMAL, Set.of(DECIMAL)),
                            Map.entry(FieldType.JSON, Set.of(CHAR, VARCHAR))));

    private ColumnMapping() {}

    /**
     * For each column of the table, its position in the topic's records.
     *
     * @param prefix tried before the names the topic does not have, empty for none
     * @throws ValidationException naming the column, the topic and what it has instead
     */
    static int[] readPositions(RowType row, TopicDescription topic, String prefix) {
        RecordSchema schema = requireTuple(topic);
        int[] positions = new int[row.getFieldCount()];
        for (int i = 0; i < positions.length; i++) {
            String name = row.getFieldNames().get(i);
            boolean prefixed = schema.indexOf(name) < 0 && schema.indexOf(prefix + name) >= 0;
            positions[i] = position(prefixed ? prefix + name : name, schema, topic);
            check(row.getFields().get(i), schema.fields().get(positions[i]), READABLE_AS, topic);
        }
        return positions;
    }

    /**
     * For each column of the topic, the column of the table that fills it, or -1 for NULL.
     *
     * @param nameInTopic the name the topic has for a column of the table
     * @param filled positions that are filled by something else
     * @throws ValidationException if a column of the table is missing in the topic, a NOT NULL
     *     column of the topic is missing in the table, or types do not match
     */
    static int[] writeSources(
            RowType row,
            TopicDescription topic,
            UnaryOperator<String> nameInTopic,
            Set<Integer> filled) {
        RecordSchema schema = requireTuple(topic);
        int[] sources = new int[schema.fields().size()];
        Arrays.fill(sources, -1);
        for (int i = 0; i < row.getFieldCount(); i++) {
            int position = position(nameInTopic.apply(row.getFieldNames().get(i)), schema, topic);
            check(row.getFields().get(i), schema.fields().get(position), WRITABLE_FROM, topic);
            sources[position] = i;
        }
        for (int position = 0; position < sources.length; position++) {
            RecordSchema.Field field = schema.fields().get(position);
            if (sources[position] < 0 && field.notNull() && !filled.contains(position)) {
                throw new ValidationException(
                        "Topic "
                                + topic.path()
                                + " requires a value for column '"
                                + field.name()
                                + "', which the table does not have; declare it.");
            }
        }
        return sources;
    }

    /**
     * The columns of a TUPLE topic.
     *
     * @throws ValidationException if it is a BLOB topic
     */
    static RecordSchema requireTuple(TopicDescription topic) {
        if (topic.blob() || topic.schema() == null) {
            throw new ValidationException(
                    "Topic "
                            + topic.path()
                            + " is a BLOB topic: declare exactly one column of type BYTES, or say by "
                            + "'format' how its records are encoded.");
        }
        return topic.schema();
    }

    private static int position(String column, RecordSchema schema, TopicDescription topic) {
        int position = schema.indexOf(column);
        if (position < 0) {
            throw new ValidationException(
                    "Column '"
                            + column
                            + "' is not in topic "
                            + topic.path()
                            + ", which has "
                            + schema.fields().stream()
                                    .map(RecordSchema.Field::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return position;
    }

    private static void check(
            RowType.RowField column,
            RecordSchema.Field field,
            Map<FieldType, Set<LogicalTypeRoot>> allowed,
            TopicDescription topic) {
        LogicalType type = column.getType();
        if (!allowed.get(field.type()).contains(type.getTypeRoot())) {
            List<String> names =
                    allowed.get(field.type()).stream().map(Enum::name).sorted().toList();
            throw new ValidationException(
                    "Column '"
                            + column.getName()
                            + "' is "
                            + type.asSummaryString()
                            + ", but "
                            + field.type()
                            + " in topic "
                            + topic.path()
                            + "; declare it as "
                            + String.join(" or ", names)
                            + ".");
        }
    }
}
