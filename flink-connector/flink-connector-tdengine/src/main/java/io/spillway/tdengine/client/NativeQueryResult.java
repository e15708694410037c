/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * {@link QueryResult} over the driver's result set. The driver hides the precision of times, so all
 * of them count nanoseconds. It cannot read DECIMAL columns, which are refused.
 */
@Internal
final class NativeQueryResult implements QueryResult {

    private static final int ROWS_PER_BLOCK = 4096;

    private final NativeGateway gateway;
    private final String purpose;
    private final Statement statement;
    private final ResultSet rows;
    private final List<Field> fields;

    NativeQueryResult(NativeGateway gateway, String purpose, Statement statement, ResultSet rows)
            throws SQLException, ServiceException {
        this.gateway = gateway;
        this.purpose = purpose;
        this.statement = statement;
        this.rows = rows;
        this.fields = fields(rows.getMetaData());
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public TimestampPrecision precision() {
        return TimestampPrecision.NANOS;
    }

    @Override
    public CompletableFuture<Optional<DataBlock>> next() {
        return gateway.submit(purpose, this::read);
    }

    @Override
    public void close() {
        gateway.submit(
                "close a result",
                () -> {
                    statement.close();
                    return null;
                });
    }

    private Optional<DataBlock> read() throws SQLException {
        List<Object[]> block = new ArrayList<>();
        while (block.size() < ROWS_PER_BLOCK && !rows.isClosed() && rows.next()) {
            Object[] row = new Object[fields.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = cell(fields.get(i), i + 1);
            }
            block.add(row);
        }
        int width = fields.stream().mapToInt(Field::length).sum();
        return block.isEmpty()
                ? Optional.empty()
                : Optional.of(new ObjectBlock(fields, precision(), block, block.size() * width));
    }

    @Nullable
    private Object cell(Field field, int column) throws SQLException {
        Object value =
                switch (field.type()) {
                    case BOOL -> rows.getBoolean(column) ? 1L : 0L;
                    case FLOAT -> (double) rows.getFloat(column);
                    case DOUBLE -> rows.getDouble(column);
                    case UBIGINT -> unsigned(rows.getString(column));
                    case TIMESTAMP -> nanos(rows.getTimestamp(column));
                    case VARCHAR, NCHAR, JSON -> text(rows.getObject(column));
                    case VARBINARY, GEOMETRY, BLOB -> rows.getBytes(column);
                    default -> rows.getLong(column);
                };
        return rows.wasNull() ? null : value;
    }

    @Nullable
    private static Long unsigned(@Nullable String digits) {
        return digits == null ? null : new BigDecimal(digits).toBigIntegerExact().longValue();
    }

    @Nullable
    private static Long nanos(@Nullable Timestamp time) {
        if (time == null) {
            return null;
        }
        long second = Math.floorDiv(time.getTime(), 1000L);
        return Math.addExact(Math.multiplyExact(second, 1_000_000_000L), time.getNanos());
    }

    @Nullable
    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value == null ? null : value.toString();
    }

    private List<Field> fields(ResultSetMetaData meta) throws SQLException, ServiceException {
        List<Field> fields = new ArrayList<>(meta.getColumnCount());
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String type = meta.getColumnTypeName(i);
            if (type.toUpperCase(Locale.ROOT).startsWith("DECIMAL")) {
                throw Failures.notSupported(
                        "reading column '" + meta.getColumnLabel(i) + "' of type DECIMAL",
                        "use the WebSocket transport");
            }
            try {
                fields.add(
                        RestColumns.field(
                                meta.getColumnLabel(i), type, meta.getColumnDisplaySize(i)));
            } catch (MalformedMessageException e) {
                throw new ServiceException(
                        FailureKind.FATAL,
                        TDengineErrors.MALFORMED_MESSAGE,
                        0,
                        null,
                        e.getMessage(),
                        e);
            }
        }
        return List.copyOf(fields);
    }
}
