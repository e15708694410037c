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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/**
 * The statement that creates a table of Flink in TDengine, with the types sinks create tables with.
 */
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
        String key = secondOfKey(columns);
        return (tags.isEmpty() ? "CREATE TABLE IF NOT EXISTS " : "CREATE STABLE IF NOT EXISTS ")
                + SqlText.table(path.getDatabaseName(), path.getObjectName())
                + definitions(columns.stream().filter(column -> !column.tag()).toList(), key)
                + (tags.isEmpty()
                        ? ""
                        : " TAGS"
                                + definitions(
                                        columns.stream().filter(TargetColumn::tag).toList(), null))
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

    /** Null if rows are told apart by their time, and the child table. */
    @Nullable
    private String secondOfKey(List<TargetColumn> columns) {
        Set<String> everyKey = new LinkedHashSet<>();
        everyKey.add(columns.get(0).name());
        rowType.getFieldNames().stream().filter(NewTable::isTableName).forEach(everyKey::add);
        try {
            return TableKey.second(
                    table.getResolvedSchema()
                            .getPrimaryKey()
                            .map(UniqueConstraint::getColumns)
                            .orElse(List.of()),
                    everyKey,
                    columns);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static String definitions(List<TargetColumn> columns, @Nullable String key) {
        return columns.stream()
                .map(
                        column ->
                                SqlText.name(column.name())
                                        + ' '
                                        + TableDdl.type(column)
                                        + (column.name().equals(key) ? " COMPOSITE KEY" : ""))
                .collect(Collectors.joining(", ", " (", ")"));
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
            throw refused(problem);
        }
    }

    private ValidationException refused(String problem) {
        return new ValidationException(
                "Table " + path.getFullName() + " cannot be created: " + problem + ".");
    }

    private static boolean isTableName(String column) {
        return column.equalsIgnoreCase(RowColumns.TABLE_NAME);
    }
}
