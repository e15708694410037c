/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TagText;
import io.spillway.local.tdengine.value.ValueTypes;
import java.util.List;
import javax.annotation.Nullable;

/** Changes of schemas and deletes in the form in which topics WITH META show them. */
final class MetaJson {

    static final int ADD_TAG = 1;
    static final int DROP_TAG = 2;
    static final int RENAME_TAG = 3;
    static final int SET_TAG = 4;
    static final int ADD_COLUMN = 5;
    static final int DROP_COLUMN = 6;
    static final int MODIFY_COLUMN = 7;
    static final int MODIFY_TAG = 8;
    static final int RENAME_COLUMN = 10;
    static final int SET_TAGS = 15;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MetaJson() {}

    static String createSuper(SuperTable table) {
        ObjectNode json = create("super", table.name());
        json.set("columns", columns(table.schema()));
        ArrayNode tags = json.putArray("tags");
        for (Column tag : table.tags().columns()) {
            ObjectNode node = tags.addObject();
            node.put("name", tag.name());
            node.put("type", tag.type().code());
            putLength(node, "length", tag.spec());
        }
        return json.toString();
    }

    static String createNormal(Table table) {
        ObjectNode json = create("normal", table.name());
        json.set("columns", columns(table.schema()));
        json.putArray("tags");
        return json.toString();
    }

    private static ObjectNode create(String tableType, String name) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "create");
        json.put("tableType", tableType);
        json.put("tableName", name);
        return json;
    }

    private static ArrayNode columns(TableSchema schema) {
        ArrayNode columns = NODES.arrayNode();
        for (Column column : schema.columns()) {
            ObjectNode node = columns.addObject();
            node.put("name", column.name());
            node.put("type", column.type().code());
            putLength(node, "length", column.spec());
            node.put("isPrimarykey", column.spec().key());
            node.put("encode", ValueTypes.encoding(column.type()));
            node.put("compress", ValueTypes.compression(column.type()));
            node.put("level", "medium");
        }
        return columns;
    }

    private static void putLength(ObjectNode node, String name, ColumnSpec column) {
        switch (column.type()) {
            case VARCHAR, NCHAR, VARBINARY, GEOMETRY -> node.put(name, column.length());
            default -> {
                // fixed types have no length of their own
            }
        }
    }

    static String createChildren(List<Table> tables) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "create");
        json.put("tableType", "child");
        putChild(json, tables.get(0));
        ArrayNode list = json.putArray("createList");
        if (tables.size() > 1) {
            for (Table table : tables) {
                putChild(list.addObject(), table);
            }
        }
        return json.toString();
    }

    private static void putChild(ObjectNode json, Table table) {
        SuperTable superTable = table.superTable();
        json.put("tableName", table.name());
        json.put("using", superTable.name());
        json.put("tagNum", superTable.tags().size());
        ArrayNode tags = json.putArray("tags");
        for (int i = 0; i < superTable.tags().size(); i++) {
            Object value = table.tags()[i];
            if (value == null) {
                continue;
            }
            Column tag = superTable.tags().column(i);
            ObjectNode node = tags.addObject();
            node.put("name", tag.name());
            node.put("type", tag.type().code());
            if (ValueTypes.isVariable(tag.type())) {
                node.put(
                        "value",
                        tag.type() == ValueType.JSON ? value.toString() : TagText.literal(value));
            } else {
                putNumber(node, value);
            }
        }
    }

    private static void putNumber(ObjectNode node, Object value) {
        double number =
                value instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) value).doubleValue();
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            node.put("value", (long) number);
        } else {
            node.put("value", number);
        }
    }

    /**
     * @param tableType super or normal
     * @param length whether the column's length is told
     */
    static String alter(
            String tableType, String table, int alterType, ColumnSpec column, boolean withType) {
        ObjectNode json = alter(tableType, table, alterType);
        json.put("colName", column.name());
        if (withType) {
            json.put("colType", column.type().code());
            putLength(json, "colLength", column);
        }
        return json.toString();
    }

    static String rename(
            String tableType, String table, int alterType, String name, String newName) {
        ObjectNode json = alter(tableType, table, alterType);
        json.put("colName", name);
        json.put("colNewName", newName);
        return json.toString();
    }

    static String setTag(String table, String tag, @Nullable Object value) {
        ObjectNode json = alter("child", table, SET_TAG);
        putTag(json, tag, value);
        return json.toString();
    }

    static String setTags(String table, List<String> tags, List<Object> values) {
        ObjectNode json = alter("child", table, SET_TAGS);
        ArrayNode list = json.putArray("tags");
        for (int i = 0; i < tags.size(); i++) {
            putTag(list.addObject(), tags.get(i), values.get(i));
        }
        return json.toString();
    }

    private static void putTag(ObjectNode json, String tag, @Nullable Object value) {
        json.put("colName", tag);
        if (value != null) {
            json.put("colValue", TagText.literal(value));
        }
        json.put("colValueNull", value == null);
    }

    private static ObjectNode alter(String tableType, String table, int alterType) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "alter");
        json.put("tableType", tableType);
        json.put("tableName", table);
        json.put("alterType", alterType);
        return json;
    }

    static String dropSuper(String table) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "drop");
        json.put("tableType", "super");
        json.put("tableName", table);
        return json.toString();
    }

    static String dropTables(List<String> tables) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "drop");
        ArrayNode names = json.putArray("tableNameList");
        tables.forEach(names::add);
        return json.toString();
    }

    static String delete(String table, String timeColumn, long from, long to) {
        ObjectNode json = NODES.objectNode();
        json.put("type", "delete");
        json.put(
                "sql",
                "delete from `"
                        + table
                        + "` where `"
                        + timeColumn
                        + "` >= "
                        + from
                        + " and `"
                        + timeColumn
                        + "` <= "
                        + to);
        return json.toString();
    }
}
