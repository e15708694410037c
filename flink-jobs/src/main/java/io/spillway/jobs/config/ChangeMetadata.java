/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import static org.apache.flink.table.types.logical.LogicalTypeRoot.BIGINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BOOLEAN;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.INTEGER;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARCHAR;

import io.spillway.debezium.Change;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Facts about a change that a column can hold, {@code METADATA FROM 'key'}. */
@Internal
public enum ChangeMetadata {
    /** Debezium's letter: r, c, u or d. */
    OP(VARCHAR, change -> letter(change.op())),
    /** Log position; for PostgreSQL the LSN as a number. */
    LSN(BIGINT, change -> change.position().lsn()),
    /** When the database made the change. */
    TS_MS(BIGINT, change -> change.position().timestampMillis()),
    TX_ID(VARCHAR, change -> change.position().transactionId()),
    SCHEMA(VARCHAR, change -> change.table().schema()),
    TABLE(VARCHAR, change -> change.table().table()),
    DATABASE(VARCHAR, change -> change.position().database()),
    /** Whether a snapshot saw the row. */
    SNAPSHOT(BOOLEAN, change -> change.position().snapshot()),
    KAFKA_TOPIC(VARCHAR, change -> change.origin().topic()),
    KAFKA_PARTITION(INTEGER, change -> change.origin().partition()),
    KAFKA_OFFSET(BIGINT, change -> change.origin().offset()),
    KAFKA_TIMESTAMP(BIGINT, change -> change.origin().timestampMillis());

    private final LogicalTypeRoot type;
    private final Function<Change, Object> fact;

    ChangeMetadata(LogicalTypeRoot type, Function<Change, Object> fact) {
        this.type = type;
        this.fact = fact;
    }

    /** The name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all facts. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(ChangeMetadata::key).toList();
    }

    /** The fact with this name. */
    public static Optional<ChangeMetadata> of(String key) {
        return Arrays.stream(values()).filter(fact -> fact.key().equals(key)).findFirst();
    }

    /** The SQL types a column of this fact may have. */
    public List<String> types() {
        return switch (type) {
            case VARCHAR -> List.of("STRING");
            case INTEGER -> List.of("INT");
            case BIGINT -> isTime() ? List.of("BIGINT", "TIMESTAMP_LTZ(3)") : List.of("BIGINT");
            default -> List.of(type.name());
        };
    }

    /** Whether a column of this fact may have the type. */
    public boolean fits(LogicalType column) {
        return column.is(type) || (isTime() && column.is(TIMESTAMP_WITH_LOCAL_TIME_ZONE));
    }

    /** The fact as a value of a column of the type, null if unknown. */
    @Nullable
    public Object valueOf(Change change, LogicalType column) {
        Object value = fact.apply(change);
        return value != null && column.is(TIMESTAMP_WITH_LOCAL_TIME_ZONE)
                ? Instant.ofEpochMilli((Long) value)
                : value;
    }

    private boolean isTime() {
        return this == TS_MS || this == KAFKA_TIMESTAMP;
    }

    private static String letter(Change.Op op) {
        return switch (op) {
            case READ -> "r";
            case CREATE -> "c";
            case UPDATE -> "u";
            case DELETE -> "d";
            case TRUNCATE -> "t";
        };
    }
}
