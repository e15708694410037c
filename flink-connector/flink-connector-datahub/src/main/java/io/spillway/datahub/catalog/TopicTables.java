/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import static io.spillway.datahub.catalog.DataHubCatalogOptions.TOPIC_EXTEND_MODE;
import static io.spillway.datahub.catalog.DataHubCatalogOptions.TOPIC_LIFECYCLE_DAYS;
import static io.spillway.datahub.catalog.DataHubCatalogOptions.TOPIC_SHARDS;

import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import io.spillway.datahub.table.DataHubConnectorOptions;
import io.spillway.datahub.table.DataHubDynamicTableFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Translates between topics and tables. */
@Internal
final class TopicTables {

    /** The only column of a BLOB topic's table. */
    static final String BLOB_COLUMN = "data";

    private static final Set<String> OF_THE_TOPIC =
            Set.of(
                    FactoryUtil.CONNECTOR.key(),
                    DataHubConnectorOptions.ENDPOINT.key(),
                    DataHubConnectorOptions.PROJECT.key(),
                    DataHubConnectorOptions.TOPIC.key());

    private static final Set<String> CREATING =
            Set.of(TOPIC_SHARDS.key(), TOPIC_LIFECYCLE_DAYS.key(), TOPIC_EXTEND_MODE.key());

    private TopicTables() {}

    /** The table of a topic. */
    static CatalogTable table(TopicDescription topic, String endpoint) {
        Schema.Builder schema = Schema.newBuilder();
        if (topic.blob()) {
            schema.column(BLOB_COLUMN, DataTypes.BYTES().notNull());
        } else {
            for (RecordSchema.Field field : topic.schema().fields()) {
                DataType type = type(field.type());
                schema.column(field.name(), field.notNull() ? type.notNull() : type);
                if (field.comment() != null && !field.comment().isEmpty()) {
                    schema.withComment(field.comment());
                }
            }
        }
        return CatalogTable.newBuilder()
                .schema(schema.build())
                .comment(topic.comment())
                .options(options(topic.path(), endpoint))
                .build();
    }

    static Map<String, String> options(TopicPath topic, String endpoint) {
        return Map.of(
                FactoryUtil.CONNECTOR.key(),
                DataHubDynamicTableFactory.IDENTIFIER,
                DataHubConnectorOptions.ENDPOINT.key(),
                endpoint,
                DataHubConnectorOptions.PROJECT.key(),
                topic.project(),
                DataHubConnectorOptions.TOPIC.key(),
                topic.topic());
    }

    /**
     * The topic that a table is to become.
     *
     * @throws ValidationException naming what a topic cannot keep
     */
    static TopicSpec spec(TopicPath topic, ResolvedCatalogTable table, String endpoint) {
        checkOptions(topic, table.getOptions(), endpoint);
        ResolvedSchema schema = table.getResolvedSchema();
        require(
                schema.getPrimaryKey().isEmpty(),
                topic,
                "a topic has no PRIMARY KEY; say by 'sink.hash-fields' what chooses the shard");
        require(schema.getWatermarkSpecs().isEmpty(), topic, "a topic keeps no WATERMARK");
        require(table.getPartitionKeys().isEmpty(), topic, "a topic is not PARTITIONED");
        Configuration options = Configuration.fromMap(table.getOptions());
        int lifecycle = options.get(TOPIC_LIFECYCLE_DAYS);
        require(
                lifecycle >= 1 && lifecycle <= 7,
                topic,
                "'topic.lifecycle-days' must be from 1 to 7, is " + lifecycle);
        int shards = options.get(TOPIC_SHARDS);
        require(shards >= 1, topic, "'topic.shards' must be at least 1, is " + shards);
        return new TopicSpec(
                shards,
                lifecycle,
                columns(topic, schema),
                options.get(TOPIC_EXTEND_MODE),
                table.getComment() == null ? "" : table.getComment());
    }

    /** The columns of a TUPLE topic, null for a BLOB topic. */
    @Nullable
    static RecordSchema columns(TopicPath topic, ResolvedSchema schema) {
        List<RecordSchema.Field> fields = new ArrayList<>();
        for (Column column : schema.getColumns()) {
            require(
                    column.isPhysical(),
                    topic,
                    "column '" + column.getName() + "' is computed or metadata, no topic keeps it");
            LogicalType type = column.getDataType().getLogicalType();
            if (type.is(LogicalTypeFamily.BINARY_STRING)) {
                require(
                        schema.getColumnCount() == 1,
                        topic,
                        "a column of BYTES must be the only one: that makes a BLOB topic");
                return null;
            }
            String name = column.getName();
            require(
                    name.equals(name.toLowerCase(Locale.ROOT)),
                    topic,
                    "columns of a topic are in lower case, name '" + name + "' is not");
            fields.add(
                    new RecordSchema.Field(
                            name,
                            fieldType(topic, column),
                            !type.isNullable(),
                            column.getComment().orElse(null)));
        }
        return new RecordSchema(fields);
    }

    private static void checkOptions(
            TopicPath topic, Map<String, String> options, String endpoint) {
        Map<String, String> own = new HashMap<>(options(topic, endpoint));
        options.forEach(
                (key, value) -> {
                    if (OF_THE_TOPIC.contains(key)) {
                        require(
                                value.equals(own.get(key)),
                                topic,
                                "option '"
                                        + key
                                        + "' is '"
                                        + own.get(key)
                                        + "' here; leave it out");
                    } else {
                        require(
                                CREATING.contains(key),
                                topic,
                                "option '"
                                        + key
                                        + "' cannot be kept by a topic. Give it to the catalog, or to "
                                        + "a query by a hint /*+ OPTIONS(...) */, or create a "
                                        + "TEMPORARY table; a topic keeps "
                                        + CREATING);
                    }
                });
    }

    private static DataType type(FieldType type) {
        return switch (type) {
            case TINYINT -> DataTypes.TINYINT();
            case SMALLINT -> DataTypes.SMALLINT();
            case INTEGER -> DataTypes.INT();
            case BIGINT -> DataTypes.BIGINT();
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case BOOLEAN -> DataTypes.BOOLEAN();
            case TIMESTAMP -> DataTypes.TIMESTAMP(6);
            case STRING, JSON -> DataTypes.STRING();
            case DECIMAL -> DataTypes.DECIMAL(38, 18);
        };
    }

    private static FieldType fieldType(TopicPath topic, Column column) {
        LogicalType type = column.getDataType().getLogicalType();
        return switch (type.getTypeRoot()) {
            case TINYINT -> FieldType.TINYINT;
            case SMALLINT -> FieldType.SMALLINT;
            case INTEGER -> FieldType.INTEGER;
            case BIGINT -> FieldType.BIGINT;
            case FLOAT -> FieldType.FLOAT;
            case DOUBLE -> FieldType.DOUBLE;
            case BOOLEAN -> FieldType.BOOLEAN;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> FieldType.TIMESTAMP;
            case CHAR, VARCHAR -> FieldType.STRING;
            case DECIMAL -> FieldType.DECIMAL;
            default ->
                    throw refused(
                            topic,
                            "no column of a topic holds "
                                    + type.asSummaryString()
                                    + ", the type of '"
                                    + column.getName()
                                    + "'");
        };
    }

    /** Whether a column of a table is what a column of a topic is shown as. */
    static boolean sameType(RecordSchema.Field table, RecordSchema.Field topic) {
        return type(table.type()).equals(type(topic.type()));
    }

    private static void require(boolean condition, TopicPath topic, String problem) {
        if (!condition) {
            throw refused(topic, problem);
        }
    }

    static ValidationException refused(TopicPath topic, String problem) {
        return new ValidationException("Table " + topic + " cannot be a topic: " + problem + ".");
    }
}
