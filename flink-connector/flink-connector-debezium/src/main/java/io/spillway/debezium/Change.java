/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * One row change, decoded from a Debezium record.
 *
 * <p>Values are Java objects as JSON has them ({@code Boolean}, {@code Integer}/{@code Long}/{@code
 * BigInteger}, {@code Double}/{@code BigDecimal}, {@code String}, {@code Map}, {@code List}, null),
 * refined where a schema came along: {@code BigDecimal} for Decimal, {@code byte[]} for bytes,
 * {@code java.time} types ({@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code
 * OffsetDateTime}, {@code OffsetTime}, {@code Duration}) for Debezium's and Connect's temporal
 * types. Without a schema, numbers with a fraction or an exponent are {@code BigDecimal}: no digit
 * is rounded away.
 *
 * <p>Immutable; the maps keep the order of the columns. {@code toString} shows no data of the row.
 *
 * @param table where the row lives
 * @param op what happened
 * @param key the key columns in order; empty for tables without a key and for truncate
 * @param before the row before the change, null if unknown
 * @param beforeTrusted whether every column of {@code before} is real: only under REPLICA IDENTITY
 *     FULL; otherwise non-key columns of a delete are invented by the decoder plug-in
 * @param after the row after the change, null for deletes and truncates
 * @param unavailable columns of {@code after} whose value the database did not send (unchanged
 *     TOAST values); they are absent from {@code after} and must not overwrite the target's
 * @param position where in the source database it happened
 * @param origin the Kafka record it came from
 */
@PublicEvolving
@TypeInfo(ChangeTypeInfo.Factory.class)
public record Change(
        TableId table,
        Op op,
        Map<String, Object> key,
        @Nullable Map<String, Object> before,
        boolean beforeTrusted,
        @Nullable Map<String, Object> after,
        Set<String> unavailable,
        Position position,
        KafkaRecord origin) {

    @Override
    public String toString() {
        return op + " " + table + " from " + origin;
    }

    /** Kinds of changes. */
    public enum Op {
        /** A row seen by a snapshot, not a change; may repeat. */
        READ,
        CREATE,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    /** Schema (may be empty for databases without) and table name. */
    public record TableId(String schema, String table) {
        @Override
        public String toString() {
            return schema.isEmpty() ? table : schema + "." + table;
        }
    }

    /**
     * Position in the source.
     *
     * @param database database name, empty if unknown
     * @param lsn log position; for PostgreSQL the LSN as a number; null if unknown
     * @param transactionId null if unknown
     * @param timestampMillis when the database made the change, epoch milliseconds, null if unknown
     * @param snapshot whether a snapshot saw the row, in contrast to the log
     */
    public record Position(
            String database,
            @Nullable Long lsn,
            @Nullable String transactionId,
            @Nullable Long timestampMillis,
            boolean snapshot) {}
}
