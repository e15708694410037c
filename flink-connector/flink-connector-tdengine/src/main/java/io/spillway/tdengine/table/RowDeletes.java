/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchemas;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.sql.SqlText;
import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Turns the deletes of a topic into deletes of rows. The server tells a delete by its statement,
 * which names a table and a range of times; only a range of one time names a row. Of rows deleted
 * by a super table it tells the super table alone.
 */
final class RowDeletes implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern STATEMENT =
            Pattern.compile(
                    "delete from `([^`]+)` where `([^`]+)` >= (-?\\d+) and `([^`]+)` <= (-?\\d+)",
                    Pattern.CASE_INSENSITIVE);

    private final TDengineGatewayFactory gateways;
    private final String topic;
    private final RowType rowType;
    private final ZoneId zone;

    private transient TimestampPrecision precision;

    /** Of the topic's database: the server names them in deletes of rows of their tables. */
    private transient Set<String> superTables;

    RowDeletes(TDengineGatewayFactory gateways, String topic, RowType rowType, ZoneId zone) {
        this.gateways = gateways;
        this.topic = topic;
        this.rowType = rowType;
        this.zone = zone;
    }

    /** Asks what the times of the topic's statements count. */
    void open() throws IOException, InterruptedException {
        try (TDengineGateway gateway = gateways.create()) {
            List<String> database =
                    QueryRows.read(
                                    gateway,
                                    "SELECT db_name FROM information_schema.ins_topics WHERE"
                                            + " topic_name = "
                                            + SqlText.string(topic),
                                    (block, row) -> block.getString(0, row))
                            .get();
            if (database.isEmpty()) {
                throw new IOException("There is no topic '" + topic + "'");
            }
            precision = TableSchemas.precision(gateway, database.get(0)).get();
            superTables =
                    new HashSet<>(
                            QueryRows.read(
                                            gateway,
                                            "SELECT stable_name FROM information_schema.ins_stables"
                                                    + " WHERE db_name = "
                                                    + SqlText.string(database.get(0)),
                                            (block, row) -> block.getString(0, row))
                                    .get());
        } catch (ExecutionException e) {
            throw new IOException(
                    "Cannot look up topic '" + topic + "': " + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    /**
     * The row to delete, all of whose columns but the key are NULL; null if the message is no
     * delete.
     *
     * @param columns of the row, metadata included
     * @throws RecordException if rows are deleted that cannot be named one by one
     */
    @Nullable
    GenericRowData of(MetaMessage meta, int columns) throws RecordException {
        JsonNode json = json(meta);
        String sql = statement(json);
        if (sql == null) {
            if (json.path("type").asText().equals("create")
                    && json.path("tableType").asText().equals("super")) {
                superTables.add(json.path("tableName").asText());
            }
            return null;
        }
        Matcher parts = STATEMENT.matcher(sql.trim());
        if (!parts.matches()
                || !parts.group(2).equals(parts.group(4))
                || !parts.group(3).equals(parts.group(5))) {
            throw new RecordException(
                    "DeleteOfRange",
                    "A delete of a range of times cannot be told row by row under 'scan.changelog' ="
                            + " 'upsert'; the letter has its statement");
        }
        if (superTables.contains(parts.group(1))) {
            throw new RecordException(
                    "DeleteBySuperTable",
                    "A delete of rows of super table '"
                            + parts.group(1)
                            + "' cannot be told row by row under 'scan.changelog' = 'upsert': the"
                            + " server tells neither the tables nor all of its conditions; delete"
                            + " from the child tables instead");
        }
        GenericRowData row = new GenericRowData(RowKind.DELETE, columns);
        int time = RowColumns.indexOf(rowType, parts.group(2));
        if (time >= 0) {
            row.setField(time, time(Long.parseLong(parts.group(3)), time));
        }
        int table = RowColumns.indexOf(rowType, RowColumns.TABLE_NAME);
        if (table >= 0) {
            row.setField(table, StringData.fromString(parts.group(1)));
        }
        return row;
    }

    /** The table a delete is of. */
    static String tableOf(MetaMessage meta) throws RecordException {
        Matcher parts = STATEMENT.matcher(String.valueOf(statement(json(meta))).trim());
        return parts.matches() ? parts.group(1) : null;
    }

    private TimestampData time(long count, int column) {
        return RowColumns.time(count, precision, rowType.getTypeAt(column), zone);
    }

    @Nullable
    private static String statement(JsonNode json) {
        return json.path("type").asText().equals("delete") ? json.path("sql").asText() : null;
    }

    private static JsonNode json(MetaMessage meta) throws RecordException {
        try {
            return JSON.readTree(meta.json());
        } catch (JsonProcessingException e) {
            // the cause may quote the message
            throw new RecordException("MalformedMeta", "The server's message is no JSON");
        }
    }
}
