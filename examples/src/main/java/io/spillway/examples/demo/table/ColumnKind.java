/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.table;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A kind of column: its type in PostgreSQL, its type in DataHub, and one Java form for the values
 * of both, so that they can be compared.
 */
@Internal
public enum ColumnKind {
    BIGINT("bigint", "BIGINT") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return row.getLong(index);
        }

        @Override
        Object parseText(String text) {
            return Long.parseLong(text);
        }
    },
    INTEGER("integer", "INTEGER") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return row.getInt(index);
        }

        @Override
        Object parseText(String text) {
            return Integer.parseInt(text);
        }
    },
    DOUBLE("double precision", "DOUBLE") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return row.getDouble(index);
        }

        @Override
        Object parseText(String text) {
            return Double.parseDouble(text);
        }
    },
    /** Compared by value: DataHub keeps no scale. */
    DECIMAL("numeric(12,2)", "DECIMAL") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return canonical(row.getBigDecimal(index));
        }

        @Override
        Object parseText(String text) {
            return canonical(new BigDecimal(text));
        }

        private BigDecimal canonical(@Nullable BigDecimal value) {
            return value == null ? null : value.stripTrailingZeros();
        }
    },
    BOOLEAN("boolean", "BOOLEAN") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return row.getBoolean(index);
        }

        @Override
        Object parseText(String text) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException("No boolean: " + text);
            }
            return Boolean.parseBoolean(text);
        }
    },
    TEXT("text", "STRING") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            return row.getString(index);
        }

        @Override
        Object parseText(String text) {
            return text;
        }
    },
    /** Microseconds of a time of day without zone, as if in UTC. */
    TIMESTAMP("timestamp(6)", "TIMESTAMP") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            LocalDateTime value = row.getObject(index, LocalDateTime.class);
            return value == null ? null : micros(value.toInstant(ZoneOffset.UTC));
        }

        @Override
        Object parseText(String text) {
            return Long.parseLong(text);
        }
    },
    /** Microseconds of a moment. */
    TIMESTAMPTZ("timestamptz(6)", "TIMESTAMP") {
        @Override
        Object read(ResultSet row, int index) throws SQLException {
            OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
            return value == null ? null : micros(value.toInstant());
        }

        @Override
        Object parseText(String text) {
            return Long.parseLong(text);
        }
    };

    private final String postgresType;
    private final String dataHubType;

    ColumnKind(String postgresType, String dataHubType) {
        this.postgresType = postgresType;
        this.dataHubType = dataHubType;
    }

    public String postgresType() {
        return postgresType;
    }

    public String dataHubType() {
        return dataHubType;
    }

    /** The value a row of PostgreSQL has. */
    @Nullable
    public Object fromPostgres(ResultSet row, int index) throws SQLException {
        Object value = read(row, index);
        return row.wasNull() ? null : value;
    }

    /**
     * The value a record of DataHub has.
     *
     * @param text the column's text on the wire, null for null
     */
    @Nullable
    public Object fromDataHub(@Nullable String text) {
        return text == null ? null : parseText(text);
    }

    @Nullable
    abstract Object read(ResultSet row, int index) throws SQLException;

    abstract Object parseText(String text);

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
