/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.schemaless.Point;
import io.spillway.local.tdengine.schemaless.PointErrors;
import io.spillway.local.tdengine.schemaless.PointValue;
import io.spillway.local.tdengine.schemaless.Points;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.value.ValueTypes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** Writes points: super tables grow as points need it, child tables are named by their tags. */
final class SchemalessWrites {

    private final Databases databases;
    private final Relations relations;
    private final PointSchemas schemas;

    SchemalessWrites(Databases databases, Relations relations, TableStatements tables) {
        this.databases = databases;
        this.relations = relations;
        this.schemas = new PointSchemas(tables);
    }

    /** Rows of one table with the same columns. */
    private record Shape(String table, List<Integer> positions) {}

    /**
     * @return rows written
     */
    int insert(
            Session session,
            int protocol,
            String precision,
            String data,
            int ttlDays,
            @Nullable String tableNameTag)
            throws TaosException {
        Database database = relations.database(session, null);
        List<Point> points =
                Points.parse(protocol, precision, data, database.precision(), databases.clock());
        if (points.isEmpty()) {
            throw PointErrors.invalid("line num is invalid");
        }
        checkTimes(database, points);
        schemas.prepare(database, points, tableNameTag);
        Map<Shape, List<Object[]>> rows = new LinkedHashMap<>();
        Map<String, WriteBatch.Target> targets = new LinkedHashMap<>();
        WriteBatch batch = new WriteBatch(databases);
        for (Point point : points) {
            SuperTable superTable = database.superTable(PointSchemas.tableName(point.measure()));
            String name = childName(superTable, point, tableNameTag);
            if (!targets.containsKey(name)) {
                Object[] tags = tags(superTable, point, tableNameTag);
                targets.put(name, batch.child(database, name, superTable, tags, ttlDays));
            }
            add(rows, superTable, name, point);
        }
        for (Map.Entry<Shape, List<Object[]>> entry : rows.entrySet()) {
            batch.add(
                    targets.get(entry.getKey().table()),
                    entry.getKey().positions().stream().mapToInt(Integer::intValue).toArray(),
                    entry.getValue());
        }
        return batch.write();
    }

    private static void checkTimes(Database database, List<Point> points) throws TaosException {
        for (Point point : points) {
            if (point.time() < database.oldest()) {
                throw new TaosException(0x060B, "Timestamp data out of range");
            }
        }
    }

    private static void add(
            Map<Shape, List<Object[]>> rows, SuperTable superTable, String name, Point point)
            throws TaosException {
        List<Integer> positions = new ArrayList<>();
        List<Object> cells = new ArrayList<>();
        positions.add(0);
        cells.add(point.time());
        for (PointValue field : point.fields()) {
            int position = superTable.schema().position(field.key());
            ColumnSpec column = superTable.schema().column(position).spec();
            positions.add(position);
            cells.add(BoundValues.check(column, field.value()));
        }
        rows.computeIfAbsent(new Shape(name, positions), shape -> new ArrayList<>())
                .add(cells.toArray());
    }

    private static Object[] tags(SuperTable superTable, Point point, @Nullable String tableNameTag)
            throws TaosException {
        Object[] tags = new Object[superTable.tags().size()];
        for (PointValue tag : point.tags()) {
            if (!tag.key().equals(tableNameTag)) {
                int position = superTable.tags().position(tag.key());
                ColumnSpec spec = superTable.tags().column(position).spec();
                tags[position] = BoundValues.check(spec, tag.value());
            }
        }
        return tags;
    }

    private static String childName(
            SuperTable superTable, Point point, @Nullable String tableNameTag) {
        List<PointValue> tags = new ArrayList<>();
        for (PointValue tag : point.tags()) {
            if (tag.key().equals(tableNameTag)) {
                return PointSchemas.tableName(tag.value().toString());
            }
            tags.add(tag);
        }
        tags.sort(Comparator.comparing(PointValue::key));
        MessageDigest digest = md5();
        digest.update(superTable.name().getBytes(StandardCharsets.UTF_8));
        for (PointValue tag : tags) {
            digest.update(("," + tag.key() + "=").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(tag));
        }
        return "t_" + HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(PointValue tag) {
        if (tag.value() instanceof byte[] bytes) {
            return bytes;
        }
        if (!ValueTypes.isVariable(tag.type())) {
            ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            if (tag.type() == ValueType.DOUBLE) {
                number.putDouble((Double) tag.value());
            } else if (tag.type() == ValueType.FLOAT) {
                number.putFloat((Float) tag.value());
            } else if (tag.value() instanceof Boolean bool) {
                number.put((byte) (bool ? 1 : 0));
            } else {
                number.putLong(((Number) tag.value()).longValue());
            }
            byte[] bytes = new byte[tag.type().width()];
            number.get(0, bytes);
            return bytes;
        }
        return tag.value().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }
}
