/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.SchemalessInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * A server kept in this JVM: one database with tables that prepared INSERTs fill and DELETEs empty.
 * It keeps what it was asked to do, and fails as tests wish.
 */
final class FakeTDengine implements AutoCloseable {

    private static final Map<String, FakeTDengine> OPEN = new ConcurrentHashMap<>();
    private static final Pattern DELETE =
            Pattern.compile("DELETE FROM `[^`]+`\\.`([^`]+)` WHERE `[^`]+` = (-?\\d+)");

    private final String id = UUID.randomUUID().toString();
    private final String table;
    private final TimestampPrecision precision;
    private final List<TargetColumn> columns;

    private final Map<String, TreeMap<Long, List<Object>>> rows = new TreeMap<>();
    private final Map<String, List<Object>> tags = new TreeMap<>();
    private final List<String> statements = new ArrayList<>();
    private final List<SchemalessInsert> lines = new ArrayList<>();
    private final List<List<String>> batches = new ArrayList<>();
    private int openStatements;
    private Function<List<FakeRow>, ServiceException> onInsert = batch -> null;
    private Function<String, ServiceException> onExecute = sql -> null;
    private boolean answerZero;

    /** A bound row; cells in the order of the statement's columns, tags left out. */
    record FakeRow(String table, long timestamp, List<Object> tags, List<Object> cells) {}

    FakeTDengine(String table, TimestampPrecision precision, TargetColumn... columns) {
        this.table = table;
        this.precision = precision;
        this.columns = List.of(columns);
        OPEN.put(id, this);
    }

    static ServiceException failure(FailureKind kind, String code) {
        return new ServiceException(kind, code, 0, "7", "fake answers " + code, null);
    }

    TDengineGatewayFactory gatewayFactory() {
        String server = id;
        return () -> new Gateway(OPEN.get(server));
    }

    /** Decides on each batch before it is stored; null lets it pass. */
    synchronized void onInsert(Function<List<FakeRow>, ServiceException> decision) {
        onInsert = decision;
    }

    /** Decides on each other statement; null lets it pass. */
    synchronized void onExecute(Function<String, ServiceException> decision) {
        onExecute = decision;
    }

    /** Stores nothing and says so. */
    synchronized void answerZero() {
        answerZero = true;
    }

    /** Cells by timestamp. */
    synchronized TreeMap<Long, List<Object>> rows(String childTable) {
        return new TreeMap<>(rows.getOrDefault(childTable, new TreeMap<>()));
    }

    synchronized int count() {
        return rows.values().stream().mapToInt(Map::size).sum();
    }

    synchronized List<Object> tags(String childTable) {
        return tags.get(childTable);
    }

    /** All statements without question marks, and those that were prepared. */
    synchronized List<String> statements() {
        return List.copyOf(statements);
    }

    synchronized List<SchemalessInsert> lines() {
        return List.copyOf(lines);
    }

    /** What each INSERT brought, as "table:timestamp", refused ones too. */
    synchronized List<List<String>> batches() {
        return List.copyOf(batches);
    }

    synchronized int openStatements() {
        return openStatements;
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    private synchronized CompletableFuture<Long> execute(String sql) {
        statements.add(sql);
        ServiceException failure = onExecute.apply(sql);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        Matcher delete = DELETE.matcher(sql);
        if (delete.matches()) {
            TreeMap<Long, List<Object>> from = rows.get(delete.group(1));
            if (from == null) {
                return CompletableFuture.failedFuture(failure(FailureKind.FATAL, "0x2603"));
            }
            return done(from.remove(Long.valueOf(delete.group(2))) == null ? 0L : 1L);
        }
        return done(1L);
    }

    private synchronized CompletableFuture<Integer> insert(List<FakeRow> batch) {
        batches.add(batch.stream().map(row -> row.table() + ":" + row.timestamp()).toList());
        ServiceException failure = onInsert.apply(batch);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (answerZero) {
            return done(0);
        }
        for (FakeRow row : batch) {
            rows.computeIfAbsent(row.table(), name -> new TreeMap<>())
                    .put(row.timestamp(), row.cells());
            tags.putIfAbsent(row.table(), row.tags());
        }
        return done(batch.size());
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** One connection. */
    private record Gateway(FakeTDengine server) implements TDengineGateway {

        @Override
        public CompletableFuture<Long> execute(String sql) {
            return server.execute(sql);
        }

        @Override
        public CompletableFuture<QueryResult> query(String sql) {
            List<List<Object>> answer = new ArrayList<>();
            if (sql.startsWith("DESCRIBE")) {
                for (TargetColumn column : server.columns) {
                    answer.add(
                            List.of(
                                    column.name(),
                                    TableDdl.type(column).replaceAll("\\(\\d+\\)", ""),
                                    (long) column.length(),
                                    column.tag() ? "TAG" : ""));
                }
            } else if (sql.contains("ins_tables")) {
                return done(new FakeResult(answer));
            } else if (sql.contains("ins_stables")) {
                if (server.columns.stream().anyMatch(TargetColumn::tag)) {
                    answer.add(List.of(server.table));
                }
            } else {
                answer.add(List.of(server.precision.symbol()));
            }
            return done(new FakeResult(answer));
        }

        @Override
        public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
            synchronized (server) {
                server.statements.add(sql);
                server.openStatements++;
            }
            String names = sql.substring(sql.indexOf('(') + 1, sql.indexOf(')'));
            List<BindField> fields = new ArrayList<>();
            for (String name : names.split(",")) {
                fields.add(server.field(name));
            }
            return done(new FakeInsert(server, fields));
        }

        @Override
        public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
            synchronized (server) {
                server.lines.add(insert);
            }
            return done(insert.data().lines().count());
        }

        @Override
        public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<String> serverVersion() {
            return done("3.3.7.5");
        }

        @Override
        public void close() {}
    }

    private BindField field(String name) {
        if (name.equals("tbname")) {
            return new BindField(
                    name,
                    TDengineType.VARCHAR,
                    BindField.Kind.TABLE_NAME,
                    TimestampPrecision.MILLIS,
                    0,
                    0,
                    271);
        }
        TargetColumn column =
                columns.stream()
                        .filter(each -> name.equals("`" + each.name() + "`"))
                        .findFirst()
                        .orElseThrow();
        return new BindField(
                column.name(),
                column.type(),
                column.tag() ? BindField.Kind.TAG : BindField.Kind.COLUMN,
                column.type() == TDengineType.TIMESTAMP ? precision : TimestampPrecision.MILLIS,
                column.digits(),
                column.scale(),
                column.length());
    }

    private record FakeInsert(FakeTDengine server, List<BindField> fields)
            implements PreparedInsert {

        @Override
        public BindRows newRows() {
            return new FakeRows(fields, server.table);
        }

        @Override
        public CompletableFuture<Integer> insert(BindRows rows) {
            return server.insert(((FakeRows) rows).toRows());
        }

        @Override
        public CompletableFuture<Void> close() {
            synchronized (server) {
                server.openStatements--;
            }
            return done(null);
        }
    }

    /** Keeps cells as objects. */
    private static final class FakeRows implements BindRows {

        private final List<BindField> fields;
        private final String fixedTable;
        private final List<FakeRow> rows = new ArrayList<>();
        private String current;
        private Object[] currentTags;
        @Nullable private Object[] cells;

        FakeRows(List<BindField> fields, String fixedTable) {
            this.fields = fields;
            this.fixedTable = fixedTable;
        }

        List<FakeRow> toRows() {
            finishRow();
            return List.copyOf(rows);
        }

        private void finishRow() {
            if (cells != null) {
                rows.add(
                        new FakeRow(
                                current,
                                (Long) cells[timestampField()],
                                of(currentTags, true),
                                of(cells, false)));
                cells = null;
            }
        }

        private int timestampField() {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).type() == TDengineType.TIMESTAMP) {
                    return i;
                }
            }
            throw new AssertionError("no timestamp is bound");
        }

        private List<Object> of(Object[] values, boolean tag) {
            List<Object> kept = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                BindField.Kind kind = fields.get(i).kind();
                if (kind != BindField.Kind.TABLE_NAME && (kind == BindField.Kind.TAG) == tag) {
                    kept.add(values[i]);
                }
            }
            return kept;
        }

        @Override
        public void startTable(String tableName) {
            finishRow();
            current = fields.get(0).kind() == BindField.Kind.TABLE_NAME ? tableName : fixedTable;
            currentTags = new Object[fields.size()];
        }

        @Override
        public void startRow() {
            finishRow();
            cells = new Object[fields.size()];
        }

        private void set(int field, Object value) {
            (fields.get(field).kind() == BindField.Kind.TAG ? currentTags : cells)[field] = value;
        }

        @Override
        public void setNull(int field) {
            set(field, null);
        }

        @Override
        public void setLong(int field, long value) {
            set(field, value);
        }

        @Override
        public void setDouble(int field, double value) {
            set(field, value);
        }

        @Override
        public void setDecimal(int field, java.math.BigDecimal value) {
            set(field, value);
        }

        @Override
        public void setBytes(int field, byte[] bytes, int offset, int length) {
            set(field, new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public int rows() {
            return rows.size() + (cells == null ? 0 : 1);
        }

        @Override
        public int sizeInBytes() {
            return rows() * fields.size();
        }

        @Override
        public void clear() {
            rows.clear();
            cells = null;
        }
    }

    /** One block of texts and numbers. */
    private static final class FakeResult implements QueryResult, DataBlock {

        private final List<List<Object>> lines;
        private boolean given;

        FakeResult(List<List<Object>> lines) {
            this.lines = lines;
        }

        @Override
        public CompletableFuture<Optional<DataBlock>> next() {
            boolean first = !given;
            given = true;
            return done(first ? Optional.of(this) : Optional.empty());
        }

        @Override
        public int rows() {
            return lines.size();
        }

        @Override
        public List<io.spillway.tdengine.data.Field> fields() {
            return List.of();
        }

        @Override
        public TimestampPrecision precision() {
            return TimestampPrecision.MILLIS;
        }

        @Override
        public boolean isNull(int column, int row) {
            return false;
        }

        @Override
        public long getLong(int column, int row) {
            return (Long) lines.get(row).get(column);
        }

        @Override
        public double getDouble(int column, int row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.math.BigDecimal getDecimal(int column, int row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] getBytes(int column, int row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getString(int column, int row) {
            return (String) lines.get(row).get(column);
        }

        @Override
        public int sizeInBytes() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
