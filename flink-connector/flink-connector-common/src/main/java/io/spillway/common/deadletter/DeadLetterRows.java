/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.types.Row;

/**
 * Letters as a table. The columns are the same for every target and named as the fields of {@link
 * DeadLetterJson}.
 *
 * <p>A stream of letters becomes a table with {@code
 * tables.fromDataStream(letters.map(DeadLetterRows::toRow).returns(DeadLetterRows.TYPE),
 * DeadLetterRows.schema())}.
 */
@PublicEvolving
public final class DeadLetterRows {

    private static final String[] HEADER_FIELDS = {"name", "value"};

    private static final TypeInformation<byte[]> BYTES = TypeInformation.of(byte[].class);

    /** The type of {@link #toRow}'s rows. */
    public static final TypeInformation<Row> TYPE =
            Types.ROW_NAMED(
                    new String[] {
                        "id",
                        "stage",
                        "origin_system",
                        "origin_container",
                        "origin_partition",
                        "origin_position",
                        "origin_time",
                        "source_position",
                        "key",
                        "value",
                        "headers",
                        "code",
                        "exception_class",
                        "message",
                        "stack_trace",
                        "attempts",
                        "first_failure",
                        "last_failure",
                        "job_name"
                    },
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.INSTANT,
                    Types.STRING,
                    BYTES,
                    BYTES,
                    Types.OBJECT_ARRAY(Types.ROW_NAMED(HEADER_FIELDS, Types.STRING, BYTES)),
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.INT,
                    Types.INSTANT,
                    Types.INSTANT,
                    Types.STRING);

    private DeadLetterRows() {}

    /** The table's columns; {@code id} is its primary key. */
    public static Schema schema() {
        return Schema.newBuilder()
                .column("id", DataTypes.STRING().notNull())
                .column("stage", DataTypes.STRING().notNull())
                .column("origin_system", DataTypes.STRING().notNull())
                .column("origin_container", DataTypes.STRING().notNull())
                .column("origin_partition", DataTypes.STRING())
                .column("origin_position", DataTypes.STRING())
                .column("origin_time", DataTypes.TIMESTAMP_LTZ(3))
                .column("source_position", DataTypes.STRING())
                .column("key", DataTypes.BYTES())
                .column("value", DataTypes.BYTES())
                .column(
                        "headers",
                        DataTypes.ARRAY(
                                DataTypes.ROW(
                                        DataTypes.FIELD(HEADER_FIELDS[0], DataTypes.STRING()),
                                        DataTypes.FIELD(HEADER_FIELDS[1], DataTypes.BYTES()))))
                .column("code", DataTypes.STRING().notNull())
                .column("exception_class", DataTypes.STRING())
                .column("message", DataTypes.STRING().notNull())
                .column("stack_trace", DataTypes.STRING())
                .column("attempts", DataTypes.INT().notNull())
                .column("first_failure", DataTypes.TIMESTAMP_LTZ(3).notNull())
                .column("last_failure", DataTypes.TIMESTAMP_LTZ(3).notNull())
                .column("job_name", DataTypes.STRING())
                .primaryKey("id")
                .build();
    }

    /** One letter as a row of {@link #schema()}. */
    public static Row toRow(DeadLetter letter) {
        DeadLetter.Origin origin = letter.origin();
        DeadLetter.Failure error = letter.error();
        return Row.of(
                letter.id(),
                letter.stage().label(),
                origin.system(),
                origin.container(),
                origin.partition(),
                origin.position(),
                instant(origin.timestampMillis()),
                origin.sourcePosition(),
                letter.key(),
                letter.value(),
                headers(letter.headers()),
                error.code(),
                error.exceptionClass(),
                error.message(),
                error.stackTrace(),
                letter.attempts(),
                instant(letter.firstFailureMillis()),
                instant(letter.lastFailureMillis()),
                letter.jobName());
    }

    private static Row[] headers(List<DeadLetter.Header> headers) {
        return headers.stream()
                .map(header -> Row.of(header.name(), header.value()))
                .toArray(Row[]::new);
    }

    @Nullable
    private static Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
