/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the records of a topic look like: the columns of a TUPLE topic, or one BLOB. Immutable. */
public final class TopicSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TopicSchema BLOB = new TopicSchema(true, List.of());

    private final boolean blob;
    private final List<TopicColumn> columns;

    private TopicSchema(boolean blob, List<TopicColumn> columns) {
        this.blob = blob;
        this.columns = columns;
    }

    public static TopicSchema blob() {
        return BLOB;
    }

    /** A TUPLE schema; refuses an empty one and names used twice. */
    public static TopicSchema tuple(List<TopicColumn> columns) {
        Set<String> names = new HashSet<>();
        for (TopicColumn column : columns) {
            if (!names.add(column.name())) {
                throw new DataHubException(
                        ErrorCode.INVALID_SCHEMA,
                        "The field '" + column.name() + "' is defined twice.");
            }
        }
        if (columns.isEmpty()) {
            throw new DataHubException(ErrorCode.INVALID_SCHEMA, "The schema has no fields.");
        }
        return new TopicSchema(false, List.copyOf(columns));
    }

    /** Reads the JSON text that creates a TUPLE topic. */
    public static TopicSchema parse(String text) {
        JsonNode fields;
        try {
            fields = JSON.readTree(text).path("fields");
        } catch (JsonProcessingException e) {
            throw new DataHubException(
                    ErrorCode.INVALID_SCHEMA, "The record schema is not valid JSON.");
        }
        List<TopicColumn> columns = new ArrayList<>();
        for (JsonNode field : fields) {
            columns.add(
                    new TopicColumn(
                            field.path("name").asText(),
                            ColumnType.of(field.path("type").asText()),
                            field.path("notnull").asBoolean(false),
                            field.path("comment").asText("")));
        }
        return tuple(columns);
    }

    /** This schema with columns at its end; they must allow null, as older records lack them. */
    public TopicSchema append(List<TopicColumn> added) {
        if (blob) {
            throw DataHubException.invalidParameter("A BLOB topic has no fields.");
        }
        if (added.isEmpty()) {
            throw DataHubException.invalidParameter("No field to append.");
        }
        List<TopicColumn> all = new ArrayList<>(columns);
        for (TopicColumn column : added) {
            if (column.notNull()) {
                throw DataHubException.invalidParameter(
                        "The appended field '" + column.name() + "' must allow null.");
            }
            all.add(column);
        }
        return tuple(all);
    }

    /** The schema of records that were written with the first {@code count} columns only. */
    public TopicSchema first(int count) {
        return count == columns.size() ? this : tuple(columns.subList(0, count));
    }

    /** Whether names, types and nulls are the same; comments do not matter. */
    boolean hasColumnsOf(TopicSchema other) {
        return blob == other.blob
                && columns.size() == other.columns.size()
                && startsWith(other.columns);
    }

    /** Whether this schema has the columns of another one and behind them only ones with nulls. */
    boolean extendsColumnsOf(TopicSchema other) {
        return !blob
                && !other.blob
                && columns.size() > other.columns.size()
                && startsWith(other.columns)
                && columns.stream().skip(other.columns.size()).noneMatch(TopicColumn::notNull);
    }

    private boolean startsWith(List<TopicColumn> others) {
        for (int i = 0; i < others.size(); i++) {
            TopicColumn mine = columns.get(i);
            TopicColumn other = others.get(i);
            if (!mine.name().equals(other.name())
                    || mine.type() != other.type()
                    || mine.notNull() != other.notNull()) {
                return false;
            }
        }
        return true;
    }

    public boolean isBlob() {
        return blob;
    }

    /** The columns in order; empty for a BLOB topic. */
    public List<TopicColumn> columns() {
        return columns;
    }

    /** The JSON text of the columns; empty for a BLOB topic. */
    public String toJson() {
        if (blob) {
            return "";
        }
        ObjectNode root = JSON.createObjectNode();
        ArrayNode fields = root.putArray("fields");
        for (TopicColumn column : columns) {
            ObjectNode field = fields.addObject();
            field.put("name", column.name()).put("type", column.type().name());
            if (column.notNull()) {
                field.put("notnull", true);
            }
            if (!column.comment().isEmpty()) {
                field.put("comment", column.comment());
            }
        }
        return root.toString();
    }
}
