/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Readers of Debezium's and Connect's temporal types, found by the name of the schema. */
@Internal
final class TemporalReaders {

    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;
    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";

    private static final Map<String, ValueReader> BY_NAME =
            Map.ofEntries(
                    Map.entry(DEBEZIUM + "Date", guarded(TemporalReaders::date)),
                    Map.entry(CONNECT + "Date", guarded(TemporalReaders::date)),
                    Map.entry(DEBEZIUM + "Time", guarded(p -> time(p, MILLIS))),
                    Map.entry(CONNECT + "Time", guarded(p -> time(p, MILLIS))),
                    Map.entry(DEBEZIUM + "MicroTime", guarded(p -> time(p, MICROS))),
                    Map.entry(DEBEZIUM + "NanoTime", guarded(p -> time(p, NANOS))),
                    Map.entry(DEBEZIUM + "Timestamp", guarded(p -> timestamp(p, MILLIS))),
                    Map.entry(CONNECT + "Timestamp", guarded(p -> timestamp(p, MILLIS))),
                    Map.entry(DEBEZIUM + "MicroTimestamp", guarded(p -> timestamp(p, MICROS))),
                    Map.entry(DEBEZIUM + "NanoTimestamp", guarded(p -> timestamp(p, NANOS))),
                    Map.entry(
                            DEBEZIUM + "ZonedTimestamp",
                            guarded(p -> OffsetDateTime.parse(SchemaReaders.string(p)))),
                    Map.entry(
                            DEBEZIUM + "ZonedTime",
                            guarded(p -> OffsetTime.parse(SchemaReaders.string(p)))),
                    Map.entry(
                            DEBEZIUM + "IsoDate",
                            guarded(
                                    p ->
                                            LocalDate.parse(
                                                    SchemaReaders.string(p),
                                                    DateTimeFormatter.ISO_DATE))),
                    Map.entry(
                            DEBEZIUM + "IsoTime",
                            guarded(
                                    p ->
                                            LocalTime.parse(
                                                    SchemaReaders.string(p),
                                                    DateTimeFormatter.ISO_TIME))),
                    Map.entry(
                            DEBEZIUM + "IsoTimestamp",
                            guarded(
                                    p ->
                                            LocalDateTime.parse(
                                                    SchemaReaders.string(p),
                                                    DateTimeFormatter.ISO_DATE_TIME))),
                    Map.entry(DEBEZIUM + "MicroDuration", guarded(p -> duration(p, MICROS))),
                    Map.entry(DEBEZIUM + "NanoDuration", guarded(p -> duration(p, NANOS))));

    private TemporalReaders() {}

    /** The reader for a schema of that name, null if the name is not a temporal type's. */
    @Nullable
    static ValueReader byName(String schemaName) {
        return BY_NAME.get(schemaName);
    }

    private static ValueReader guarded(ValueReader reader) {
        return parser -> {
            try {
                return reader.read(parser);
            } catch (DateTimeException | ArithmeticException e) {
                // Its message quotes the value.
                throw DebeziumDecodeException.mismatch(
                        "the value is no date or time of the schema's kind");
            }
        };
    }

    private static LocalDate date(JsonParser parser) throws IOException, DebeziumDecodeException {
        return LocalDate.ofEpochDay(SchemaReaders.int32(parser));
    }

    private static LocalTime time(JsonParser parser, long unitsPerSecond)
            throws IOException, DebeziumDecodeException {
        return LocalTime.ofNanoOfDay(
                Math.multiplyExact(SchemaReaders.int64(parser), NANOS / unitsPerSecond));
    }

    private static LocalDateTime timestamp(JsonParser parser, long unitsPerSecond)
            throws IOException, DebeziumDecodeException {
        long value = SchemaReaders.int64(parser);
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, unitsPerSecond),
                nanosOfSecond(value, unitsPerSecond),
                ZoneOffset.UTC);
    }

    private static Duration duration(JsonParser parser, long unitsPerSecond)
            throws IOException, DebeziumDecodeException {
        long value = SchemaReaders.int64(parser);
        return Duration.ofSeconds(
                Math.floorDiv(value, unitsPerSecond), nanosOfSecond(value, unitsPerSecond));
    }

    private static int nanosOfSecond(long value, long unitsPerSecond) {
        return (int) (Math.floorMod(value, unitsPerSecond) * (NANOS / unitsPerSecond));
    }
}
