/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import static io.spillway.debezium.decode.DebeziumDecoderTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every recorded shape of JSON with schema, to the exact change. */
class DebeziumDecoderSchemaTest {

    private final DebeziumDecoder decoder = new DebeziumDecoder(DecodeOptions.DEFAULT);

    @Test
    void valuesAreRefinedByTheSchema() throws Exception {
        KafkaRecord record = Samples.load("envelope-with-schema-update-identity-full");

        assertThat(change(record))
                .isEqualTo(
                        new Change(
                                new Change.TableId("public", "orders"),
                                Change.Op.UPDATE,
                                Map.of("id", 1L),
                                row(
                                        "id",
                                        1L,
                                        "customer_id",
                                        1,
                                        "amount",
                                        new BigDecimal("12.50"),
                                        "status",
                                        "NEW",
                                        "created",
                                        LocalDateTime.parse("2024-05-01T10:00:00.5")),
                                true,
                                row(
                                        "id",
                                        1L,
                                        "customer_id",
                                        1,
                                        "amount",
                                        new BigDecimal("13.75"),
                                        "status",
                                        "PAID",
                                        "created",
                                        LocalDateTime.parse("2024-05-01T10:00:00.5")),
                                Set.of(),
                                new Change.Position(
                                        "postgres", 22284680L, "783", 1795232690712L, false),
                                record));
    }

    @Test
    void allTypes() throws Exception {
        Map<String, Object> row = change("envelope-with-schema-all-types-create").after();

        assertThat(row)
                .hasSize(32)
                .containsEntry("id", 1)
                .containsEntry("b", true)
                .containsEntry("i2", 1)
                .containsEntry("i4", 2)
                .containsEntry("i8", 3L)
                .containsEntry("f4", 1.5)
                .containsEntry("f8", 2.5)
                .containsEntry("n", new BigDecimal("1234.5678"))
                .containsEntry("nn", new BigDecimal("99999999999999999999.123456789"))
                .containsEntry("m", new BigDecimal("12.34"))
                .containsEntry("c", "ab  ")
                .containsEntry("d", LocalDate.parse("2024-02-29"))
                .containsEntry("ti", LocalTime.parse("13:14:15.123456"))
                .containsEntry("ts", LocalDateTime.parse("2024-02-29T13:14:15.123456"))
                .containsEntry("tsz", OffsetDateTime.parse("2024-02-29T11:14:15.123456Z"))
                .containsEntry("tiz", OffsetTime.parse("11:14:15Z"))
                .containsEntry("iv", Duration.ofNanos(37091106000000L * 1000))
                .containsEntry("u", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
                .containsEntry("jb", "{\"b\": [1, 2]}")
                .containsEntry("ai", Arrays.asList(1, 2, null))
                .containsEntry("at", List.of("x", "y z"))
                .containsEntry("e", "happy")
                .containsEntry("x", "<a/>");
        assertThat((byte[]) row.get("by"))
                .containsExactly((byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef);
        assertThat((byte[]) row.get("bt")).containsExactly(10);
        assertThat((Map<?, ?>) row.get("pt"))
                .extracting("x", "y", "srid")
                .containsExactly(1.0, 2.0, null);
    }

    @Test
    void nullsStayNull() throws Exception {
        Map<String, Object> row = change("envelope-with-schema-all-types-nulls").after();

        assertThat(row).hasSize(32).containsEntry("id", 2);
        assertThat(row.values()).filteredOn(value -> value != null).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "create, CREATE, 3",
        "update-identity-default, UPDATE, 1",
        "delete-identity-default, DELETE, 2",
        "delete-identity-full, DELETE, 1",
        "snapshot-read, READ, 1",
        "snapshot-read-last, READ, 1",
        "incremental-snapshot-read, READ, 1",
        "pk-change-1-delete, DELETE, 3",
        "pk-change-3-create, CREATE, 30",
        "added-column-create, CREATE, 11",
        "dropped-column-update, UPDATE, 11",
        "toast-unavailable-update, UPDATE, 1"
    })
    void sameAsWithoutSchema(String shape, Change.Op op, long id) throws Exception {
        Change with = change("envelope-with-schema-" + shape);
        Change without = change("envelope-" + shape);

        assertThat(with.op()).isEqualTo(op).isEqualTo(without.op());
        assertThat(with.table()).isEqualTo(without.table());
        assertThat(((Number) with.key().get("id")).longValue()).isEqualTo(id);
        assertThat(((Number) without.key().get("id")).longValue()).isEqualTo(id);
        assertThat(with.beforeTrusted()).isEqualTo(without.beforeTrusted());
        assertThat(with.unavailable()).isEqualTo(without.unavailable());
        assertThat(with.position().snapshot()).isEqualTo(without.position().snapshot());
        assertThat(names(with.before())).isEqualTo(names(without.before()));
        assertThat(names(with.after())).isEqualTo(names(without.after()));
    }

    @Test
    void tablesWithoutKeyAndTruncates() throws Exception {
        Change delete = change("envelope-with-schema-no-primary-key-delete");
        assertThat(delete.key()).isEmpty();
        assertThat(delete.before()).isEqualTo(row("a", 1, "b", "y"));
        assertThat(delete.beforeTrusted()).isTrue();

        Change truncate = change("envelope-with-schema-truncate");
        assertThat(truncate.op()).isEqualTo(Change.Op.TRUNCATE);
        assertThat(truncate.after()).isNull();
    }

    @Test
    void otherRecordsApplyNothing() throws Exception {
        assertThat(decoder.decode(Samples.load("envelope-with-schema-logical-message")))
                .isEqualTo(Decoded.Skip.LOGICAL_MESSAGE);
        String heartbeat =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,"
                        + "\"field\":\"ts_ms\"}],\"optional\":false},\"payload\":{\"ts_ms\":1}}";
        String key =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"optional\":false,"
                        + "\"field\":\"serverName\"}],\"optional\":false},"
                        + "\"payload\":{\"serverName\":\"js\"}}";
        assertThat(decoder.decode(Samples.record(key, heartbeat)))
                .isEqualTo(Decoded.Skip.HEARTBEAT);
        assertThat(decoder.decode(Samples.record(null, "{\"schema\":null,\"payload\":null}")))
                .isEqualTo(Decoded.Skip.TOMBSTONE);
    }

    @Test
    void aKnownSchemaMakesNoDifference() throws Exception {
        for (String name : Samples.names("envelope-with-schema-")) {
            KafkaRecord record = Samples.load(name);
            DebeziumDecoder fresh = new DebeziumDecoder(DecodeOptions.DEFAULT);
            Decoded first = fresh.decode(record);
            Decoded second = fresh.decode(record);
            assertThat(second).usingRecursiveComparison().isEqualTo(first);
        }
    }

    @Test
    void whiteSpaceAndOrderMakeNoDifference() throws Exception {
        KafkaRecord record = Samples.load("envelope-with-schema-create");
        String text = new String(record.value(), StandardCharsets.UTF_8);
        int payload = text.indexOf(",\"payload\":");
        String schemaPart = text.substring(1, payload);
        String payloadPart = text.substring(payload + 1, text.length() - 1);
        Change expected = change(record);

        for (String variant :
                List.of(
                        " { " + schemaPart + " , " + payloadPart + " } \n",
                        "{" + payloadPart + "," + schemaPart + "}")) {
            Change change = change(withValue(record, variant));
            assertThat(change.after()).isEqualTo(expected.after());
            assertThat(change.key()).isEqualTo(expected.key());
        }
    }

    @Test
    void schemasOfOneTopicMayChangeAndReturn() throws Exception {
        Change added = change("envelope-with-schema-added-column-create");
        Change plain = change("envelope-with-schema-create");
        Change dropped = change("envelope-with-schema-dropped-column-update");

        assertThat(added.origin().topic()).isEqualTo(plain.origin().topic());
        assertThat(plain.after()).doesNotContainKey("vip");
        assertThat(dropped.after()).doesNotContainKey("email");
        assertThat(change("envelope-with-schema-added-column-create")).isEqualTo(added);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":1,\"customer_id\":1 | \"id\":1.5,\"customer_id\":1",
                "\"id\":1,\"customer_id\":1 | \"id\":1,\"customer_id\":3000000000",
                "\"id\":1,\"customer_id\":1 | \"id\":99999999999999999999,\"customer_id\":1",
                "\"amount\":\"BV8=\"        | \"amount\":\"B*8=\"",
                "\"amount\":\"BV8=\"        | \"amount\":\"\"",
                "\"status\":\"PAID\"        | \"status\":5",
                "\"status\":\"PAID\"        | \"unknown\":\"PAID\"",
                "\"created\":1714557600500000 | \"created\":\"soon\"",
            })
    void valuesThatDoNotFitTheSchemaAreFailures(String from, String to) throws Exception {
        KafkaRecord record = Samples.load("envelope-with-schema-update-identity-full");
        String text = new String(record.value(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        KafkaRecord broken = withValue(record, text.replace(from, to));
        decoder.decode(record);

        for (DebeziumDecoder each : List.of(decoder, new DebeziumDecoder(DecodeOptions.DEFAULT))) {
            assertThatThrownBy(() -> each.decode(broken))
                    .isInstanceOf(DebeziumDecodeException.class)
                    .hasMessageContaining("column '")
                    .extracting("code")
                    .isEqualTo(DebeziumDecodeException.Code.SCHEMA_MISMATCH);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32  | io.debezium.time.Date | 19782 | 2024-02-29",
                "int32  | org.apache.kafka.connect.data.Date | -1 | 1969-12-31",
                "int32  | io.debezium.time.Time | 47655123 | 13:14:15.123",
                "int64  | io.debezium.time.NanoTime | 47655123456789 | 13:14:15.123456789",
                "int64  | io.debezium.time.Timestamp | 1709212455123 | 2024-02-29T13:14:15.123",
                "int64  | io.debezium.time.NanoTimestamp | -1 | 1969-12-31T23:59:59.999999999",
                "int64  | org.apache.kafka.connect.data.Timestamp | 0 | 1970-01-01T00:00",
                "string | io.debezium.time.IsoDate | \"2024-02-29Z\" | 2024-02-29",
                "string | io.debezium.time.IsoTime | \"13:14:15.5Z\" | 13:14:15.500",
                "string | io.debezium.time.IsoTimestamp | \"2024-02-29T13:14:15Z\" | 2024-02-29T13:14:15",
                "string | io.debezium.time.Interval | \"P1Y2M3DT4H5M6S\" | P1Y2M3DT4H5M6S",
                "double | | \"NaN\" | NaN",
                "float  | | 3 | 3.0",
                "int8   | | -128 | -128",
                "bytes  | org.apache.kafka.connect.data.Decimal | 12.340 | 12.340",
            })
    void everyNamedType(String type, String name, String json, String expected) throws Exception {
        assertThat(single(type, name, json)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int64 | io.debezium.time.MicroTime | 86400000000",
                "int64 | io.debezium.time.NanoTimestamp | \"1\"",
                "string | io.debezium.time.ZonedTimestamp | \"yesterday\"",
                "int64 | io.debezium.time.MicroTime | 9223372036854775807",
                "double | | \"many\"",
                "boolean | | 1",
                "bytes | | \"?\"",
            })
    void valuesThatAreNoneOfTheNamedType(String type, String name, String json) {
        assertThatThrownBy(() -> single(type, name, json))
                .isInstanceOf(DebeziumDecodeException.class)
                .extracting("code")
                .isEqualTo(DebeziumDecodeException.Code.SCHEMA_MISMATCH);
    }

    private Object single(String type, String name, String json) throws Exception {
        String field =
                "{\"type\":\""
                        + type
                        + "\""
                        + (name == null ? "" : ",\"name\":\"" + name + "\"")
                        + ",\"parameters\":{\"scale\":\"2\"},\"optional\":true,\"field\":\"x\"}";
        String value =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":["
                        + field
                        + "],\"field\":\"after\"}]},\"payload\":{\"after\":{\"x\":"
                        + json
                        + "},\"source\":{\"table\":\"t\"},\"op\":\"c\"}}";
        return change(Samples.record(null, value)).after().get("x");
    }

    private static Set<String> names(Map<String, Object> row) {
        return row == null ? null : row.keySet();
    }

    private static KafkaRecord withValue(KafkaRecord record, String value) {
        return new KafkaRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestampMillis(),
                record.key(),
                Samples.utf8(value),
                record.headers());
    }

    private Change change(String sample) throws Exception {
        return change(Samples.load(sample));
    }

    private Change change(KafkaRecord record) throws Exception {
        return ((Decoded.Apply) decoder.decode(record)).change();
    }
}
