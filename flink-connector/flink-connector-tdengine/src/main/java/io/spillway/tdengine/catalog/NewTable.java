/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import static io.spillway.tdengine.table.TDengineSinkOptions.SINK_CREATE_TABLE_TEXT_LENGTH;
import static io.spillway.tdengine.table.TDengineSinkOptions.SINK_TAGS;

import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.sink.TableDdl;
import io.spillway.tdengine.sink.TargetColumn;
import io.spillway.tdengine.sql.SqlText;
import io.spillway.tdengine.table.SinkDefinition;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/** The statement that creates a table of Flink in TDengine, by the rules sinks create tables by. */
@Internal
final class NewTable {

    private static final Set<String> CREATING =
            Set.of(SINK_TAGS.key(), SINK_CREATE_TABLE_TEXT_LENGTH.key());

    private final ObjectPath path;
    private final ResolvedCatalogTable table;
    private final RowType rowType;
    private final Set<String> tags;

    /**
     * @param endpoints of the catalog
     * @throws ValidationException naming what a table of TDengine cannot keep
     */
    NewTable(ObjectPath path, ResolvedCatalogTable table, String endpoints) {
        this.path = path;
        this.table = table;
        ResolvedSchema schema = table.getResolvedSchema();
        for (Column column : schema.getColumns()) {
            require(
                    column.isPhysical(),
                    "column '"
                            + column.getName()
                            + "' is computed or metadata, the server keeps"
                            + " none");
        }
        require(schema.getWatermarkSpecs().isEmpty(), "the server keeps no WATERMARK");
        this.rowType = (RowType) schema.toPhysicalRowDataType().getLogicalType();
        this.tags = tags();
        checkOptions(endpoints);
        checkKey();
    }

    /**
     * @param precision of the database
     */
    String sql(TimestampPrecision precision) {
        int[] fields =
                IntStream.range(0, rowType.getFieldCount())
                        .filter(field -> !isTableName(rowType.getFieldNames().get(field)))
                        .toArray();
        require(
                !tags.isEmpty() || fields.length == rowType.getFieldCount(),
                "column 'tbname' names child tables of a super table, which has tags; say by"
                        + " PARTITIONED BY which columns are tags");
        int textLength =
                Configuration.fromMap(table.getOptions()).get(SINK_CREATE_TABLE_TEXT_LENGTH);
        List<TargetColumn> columns = SinkDefinition.of(rowType, fields, tags, textLength);
        for (int field : fields) {
            LogicalType type = rowType.getTypeAt(field);
            if (type.is(LogicalTypeFamily.TIMESTAMP)) {
                require(
                        SinkDefinition.digits(type) <= precision.digits(),
                        "column '"
                                + rowType.getFieldNames().get(field)
                                + "' is "
                                + type.asSummaryString()
                                + ", but the database counts "
                                + precision.symbol()
                                + "; declare it as TIMESTAMP_LTZ("
                                + precision.digits()
                                + ")");
            }
        }
        String comment = table.getComment();
        return TableDdl.createTable(
                        path.getDatabaseName(), path.getObjectName(), !tags.isEmpty(), columns)
                + (comment == null || comment.isEmpty()
                        ? ""
                        : " COMMENT " + SqlText.string(comment));
    }

    private Set<String> tags() {
        Set<String> found = new LinkedHashSet<>(table.getPartitionKeys());
        Configuration.fromMap(table.getOptions()).getOptional(SINK_TAGS).stream()
                .flatMap(List::stream)
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::trim)
                .forEach(found::add);
        for (String tag : found) {
            require(
                    rowType.getFieldIndex(tag) >= 0,
                    "'sink.tags' names '" + tag + "', which is none of its columns");
            require(!isTableName(tag), "'tbname' is no tag");
        }
        return found;
    }

    private void checkKey() {
        table.getResolvedSchema()
                .getPrimaryKey()
                .ifPresent(
                        key -> {
                            Set<String> expected = new HashSet<>();
                            int time =
                                    SinkDefinition.timestamp(
                                            rowType,
                                            IntStream.range(0, rowType.getFieldCount()).toArray());
                            if (time >= 0) {
                                expected.add(rowType.getFieldNames().get(time));
                            }
                            rowType.getFieldNames().stream()
                                    .filter(NewTable::isTableName)
                                    .forEach(expected::add);
                            require(
                                    expected.equals(new HashSet<>(key.getColumns())),
                                    "its PRIMARY KEY is "
                                            + key.getColumns()
                                            + ", but rows are told apart by "
                                            + expected);
                        });
    }

    private void checkOptions(String endpoints) {
        Map<String, String> own =
                ServerTables.options(path.getDatabaseName(), path.getObjectName(), endpoints);
        table.getOptions()
                .forEach(
                        (key, value) -> {
                            if (own.containsKey(key)) {
                                require(
                                        value.equals(own.get(key)),
                                        "option '"
                                                + key
                                                + "' is '"
                                                + own.get(key)
                                                + "' here; leave it out");
                            } else {
                                require(
                                        CREATING.contains(key),
                                        "option '"
                                                + key
                                                + "' cannot be kept by the server. Give it to the"
                                                + " catalog, or to a query by a hint /*+"
                                                + " OPTIONS(...) */, or create a TEMPORARY table");
                            }
                        });
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new ValidationException(
                    "Table " + path.getFullName() + " cannot be created: " + problem + ".");
        }
    }

    private static boolean isTableName(String column) {
        return column.equalsIgnoreCase(RowColumns.TABLE_NAME);
    }
}
