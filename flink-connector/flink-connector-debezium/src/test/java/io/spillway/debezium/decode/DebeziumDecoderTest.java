/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every recorded shape of JSON without schema, to the exact change. */
class DebeziumDecoderTest {

    private final DebeziumDecoder decoder = new DebeziumDecoder(DecodeOptions.DEFAULT);

    @Test
    void create() throws Exception {
        KafkaRecord record = Samples.load("envelope-create");

        assertThat(change(record))
                .isEqualTo(
                        new Change(
                                new Change.TableId("public", "customers"),
                                Change.Op.CREATE,
                                Map.of("id", 3),
                                null,
                                false,
                                row(
                                        "id", 3,
                                        "first_name", "Cleo",
                                        "email", "cleo@example.com",
                                        "kafka_skip", false,
                                        "updated_at", "2024-05-02T00:00:00.000000Z"),
                                Set.of(),
                                new Change.Position(
                                        "postgres", 22284232L, "781", 1795232690711L, false),
                                record));
        assertThat(change(record).after().keySet())
                .containsExactly("id", "first_name", "email", "kafka_skip", "updated_at");
    }

    @Test
    void updateUnderDefaultIdentityHasNoBefore() throws Exception {
        Change change = change("envelope-update-identity-default");

        assertThat(change.op()).isEqualTo(Change.Op.UPDATE);
        assertThat(change.key()).isEqualTo(Map.of("id", 1));
        assertThat(change.before()).isNull();
        assertThat(change.beforeTrusted()).isFalse();
        assertThat(change.after()).containsEntry("first_name", "Anna");
    }

    @Test
    void updateUnderFullIdentityHasATrustedBefore() throws Exception {
        Change change = change("envelope-update-identity-full");

        assertThat(change.op()).isEqualTo(Change.Op.UPDATE);
        assertThat(change.table()).hasToString("public.orders");
        assertThat(change.before())
                .isEqualTo(
                        row(
                                "id",
                                1,
                                "customer_id",
                                1,
                                "amount",
                                "BOI=",
                                "status",
                                "NEW",
                                "created",
                                1714557600500000L));
        assertThat(change.beforeTrusted()).isTrue();
        assertThat(change.after()).containsEntry("status", "PAID");
    }

    @Test
    void deleteUnderDefaultIdentityIsNotTrusted() throws Exception {
        Change change = change("envelope-delete-identity-default");

        assertThat(change.op()).isEqualTo(Change.Op.DELETE);
        assertThat(change.key()).isEqualTo(Map.of("id", 2));
        // the row was not like that: first_name, kafka_skip and updated_at are invented
        assertThat(change.before())
                .containsEntry("first_name", "")
                .containsEntry("updated_at", "1970-01-01T00:00:00.000000Z");
        assertThat(change.beforeTrusted()).isFalse();
        assertThat(change.after()).isNull();
    }

    @Test
    void deleteUnderFullIdentityLooksTheSameAndIsNotTrustedEither() throws Exception {
        Change change = change("envelope-delete-identity-full");

        assertThat(change.op()).isEqualTo(Change.Op.DELETE);
        assertThat(change.key()).isEqualTo(Map.of("id", 1));
        assertThat(change.before()).containsEntry("status", "PAID");
        assertThat(change.beforeTrusted()).isFalse();
    }

    @Test
    void trustCanBeDeclared() throws Exception {
        KafkaRecord delete = Samples.load("envelope-delete-identity-full");
        KafkaRecord update = Samples.load("envelope-update-identity-full");
        DebeziumDecoder always =
                new DebeziumDecoder(DecodeOptions.DEFAULT.withBeforeTrust(BeforeTrust.ALWAYS));
        DebeziumDecoder never =
                new DebeziumDecoder(DecodeOptions.DEFAULT.withBeforeTrust(BeforeTrust.NEVER));

        assertThat(((Decoded.Apply) always.decode(delete)).change().beforeTrusted()).isTrue();
        assertThat(((Decoded.Apply) never.decode(update)).change().beforeTrusted()).isFalse();
        KafkaRecord create = Samples.load("envelope-create");
        assertThat(((Decoded.Apply) always.decode(create)).change().beforeTrusted()).isFalse();
    }

    @Test
    void tombstonesApplyNothing() throws Exception {
        for (String name :
                List.of(
                        "envelope-tombstone",
                        "envelope-no-primary-key-tombstone",
                        "envelope-pk-change-2-tombstone",
                        "envelope-with-schema-tombstone",
                        "flat-rewrite-tombstone")) {
            assertThat(decoder.decode(Samples.load(name))).isEqualTo(Decoded.Skip.TOMBSTONE);
        }
    }

    @Test
    void truncate() throws Exception {
        Change change = change("envelope-truncate");

        assertThat(change.op()).isEqualTo(Change.Op.TRUNCATE);
        assertThat(change.table()).hasToString("public.orders");
        assertThat(change.key()).isEmpty();
        assertThat(change.before()).isNull();
        assertThat(change.after()).isNull();
    }

    @Test
    void snapshotReads() throws Exception {
        Change first = change("envelope-snapshot-read");
        Change last = change("envelope-snapshot-read-last");
        Change incremental = change("envelope-incremental-snapshot-read");

        assertThat(List.of(first.op(), last.op(), incremental.op())).containsOnly(Change.Op.READ);
        assertThat(first.position())
                .isEqualTo(new Change.Position("postgres", 22248272L, "757", 1795232685085L, true));
        assertThat(last.position().snapshot()).isTrue();
        assertThat(incremental.position())
                .isEqualTo(new Change.Position("postgres", null, null, 1795232691210L, true));
    }

    @Test
    void keyChangeIsADeleteAndACreate() throws Exception {
        Change delete = change("envelope-pk-change-1-delete");
        Change create = change("envelope-pk-change-3-create");

        assertThat(delete.op()).isEqualTo(Change.Op.DELETE);
        assertThat(delete.key()).isEqualTo(Map.of("id", 3));
        assertThat(delete.beforeTrusted()).isFalse();
        assertThat(create.op()).isEqualTo(Change.Op.CREATE);
        assertThat(create.key()).isEqualTo(Map.of("id", 30));
        assertThat(create.after()).containsEntry("id", 30).containsEntry("first_name", "Cleo");
        assertThat(create.origin().headers().get(0).name()).isEqualTo("__debezium.oldkey");
    }

    @Test
    void unavailableValuesAreNamedAndAbsent() throws Exception {
        Change change = change("envelope-toast-unavailable-update");

        assertThat(change.unavailable()).containsExactly("doc");
        assertThat(change.after()).isEqualTo(row("id", 1, "n", 2));
    }

    @Test
    void everyDisguiseOfThePlaceholderIsRecognised() throws Exception {
        String bytes =
                "95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101";
        String after =
                "{\"id\":1,\"text\":\"__debezium_unavailable_value\","
                        + "\"bytes\":\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\","
                        + "\"texts\":[\"__debezium_unavailable_value\"],"
                        + "\"binaries\":[\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"],"
                        + "\"numbers\":["
                        + bytes
                        + "],\"uuids\":[\"UUID\"],"
                        + "\"hstore\":{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"},"
                        + "\"real\":[\"x\"]}";
        String uuid =
                UUID.nameUUIDFromBytes(Samples.utf8("__debezium_unavailable_value")).toString();
        after = after.replace("UUID", uuid);
        Change change = change(Samples.record("{\"id\":1}", envelope("u", "null", after)));

        assertThat(change.unavailable())
                .containsExactly(
                        "text", "bytes", "texts", "binaries", "numbers", "uuids", "hstore");
        assertThat(change.after()).isEqualTo(row("id", 1, "real", List.of("x")));
    }

    @Test
    void anotherPlaceholderCanBeConfigured() throws Exception {
        DebeziumDecoder other =
                new DebeziumDecoder(DecodeOptions.DEFAULT.withUnavailablePlaceholder("?"));
        KafkaRecord record =
                Samples.record(
                        "{\"id\":1}",
                        envelope(
                                "u",
                                "null",
                                "{\"id\":1,\"a\":\"?\",\"b\":\"__debezium_unavailable_value\"}"));
        Change change = ((Decoded.Apply) other.decode(record)).change();

        assertThat(change.unavailable()).containsExactly("a");
        assertThat(change.after()).containsEntry("b", "__debezium_unavailable_value");
    }

    @Test
    void tablesWithoutKey() throws Exception {
        Change create = change("envelope-no-primary-key-create");
        Change update = change("envelope-no-primary-key-update");
        Change delete = change("envelope-no-primary-key-delete");

        assertThat(create.key()).isEmpty();
        assertThat(create.after()).isEqualTo(row("a", 1, "b", "x"));
        assertThat(update.before()).isEqualTo(row("a", 1, "b", "x"));
        assertThat(update.beforeTrusted()).isTrue();
        assertThat(delete.before()).isEqualTo(row("a", 1, "b", "y"));
        assertThat(delete.beforeTrusted()).isTrue();
    }

    @Test
    void addedAndDroppedColumns() throws Exception {
        assertThat(change("envelope-added-column-create").after())
                .containsEntry("vip", false)
                .containsKey("email");
        assertThat(change("envelope-dropped-column-update").after())
                .containsEntry("vip", true)
                .doesNotContainKey("email");
    }

    @Test
    void allTypesInPreciseModeStayJson() throws Exception {
        Map<String, Object> row = change("envelope-all-types-create").after();

        assertThat(row)
                .hasSize(32)
                .containsEntry("b", true)
                .containsEntry("i8", 3)
                .containsEntry("f4", new BigDecimal("1.5"))
                .containsEntry("n", "ALxhTg==")
                .containsEntry("nn", row("scale", 9, "value", "AUMeD65tchfKa8EDFQ=="))
                .containsEntry("d", 19782)
                .containsEntry("ti", 47655123456L)
                .containsEntry("ts", 1709212455123456L)
                .containsEntry("tsz", "2024-02-29T11:14:15.123456Z")
                .containsEntry("jb", "{\"b\": [1, 2]}")
                .containsEntry("ai", Arrays.asList(1, 2, null))
                .containsEntry("at", List.of("x", "y z"));
        assertThat((String) row.get("big")).hasSize(64);
    }

    @Test
    void allTypesInStringMode() throws Exception {
        assertThat(change("envelope-strings-all-types-create").after())
                .hasSize(32)
                .containsEntry("n", "1234.5678")
                .containsEntry("nn", "99999999999999999999.123456789")
                .containsEntry("d", "2024-02-29Z")
                .containsEntry("iv", "P1Y2M3DT4H5M6S");
        assertThat(change("envelope-strings-order-create").after())
                .containsEntry("amount", "99.99");
    }

    @Test
    void nullsStayNull() throws Exception {
        Map<String, Object> row = change("envelope-all-types-nulls").after();

        assertThat(row).hasSize(32).containsEntry("id", 2);
        assertThat(row.values()).filteredOn(value -> value != null).containsExactly(2);
    }

    @Test
    void numbersAreExact() throws Exception {
        String after =
                "{\"id\":1,\"big\":123456789012345678901234567890,\"long\":9007199254740993,"
                        + "\"decimal\":0.1000000000000000055511151231257827021181583404541015625,"
                        + "\"exponent\":1e400}";

        assertThat(change(Samples.record("{\"id\":1}", envelope("c", "null", after))).after())
                .containsEntry("big", new BigInteger("123456789012345678901234567890"))
                .containsEntry("long", 9007199254740993L)
                .containsEntry(
                        "decimal",
                        new BigDecimal("0.1000000000000000055511151231257827021181583404541015625"))
                .containsEntry("exponent", new BigDecimal("1e400"));
    }

    @Test
    void otherRecordsApplyNothing() throws Exception {
        assertThat(decoder.decode(Samples.load("heartbeat"))).isEqualTo(Decoded.Skip.HEARTBEAT);
        assertThat(decoder.decode(Samples.load("envelope-logical-message")))
                .isEqualTo(Decoded.Skip.LOGICAL_MESSAGE);
        for (String name : Samples.names("transaction-")) {
            assertThat(decoder.decode(Samples.load(name)))
                    .isEqualTo(Decoded.Skip.TRANSACTION_METADATA);
        }
    }

    @Test
    void reroutedRecordsKeepTheirTableAndTheRoutersKeyColumn() throws Exception {
        Change change = change("rerouted-envelope-create");

        assertThat(change.table()).hasToString("public.customers_1");
        assertThat(change.key())
                .isEqualTo(row("id", 2, "__dbz__physicalTableIdentifier", "rr.public.customers_1"));
        assertThat(change.after()).isEqualTo(row("id", 2, "name", "c1-two"));
    }

    @Test
    void textOfAnyLanguageSurvives() throws Exception {
        String after = "{\"id\":1,\"t\":\"żółć 東京 🦄 \\ud83e\\udd84 \\u0000\"}";

        assertThat(change(Samples.record("{\"id\":1}", envelope("c", "null", after))).after())
                .containsEntry("t", "żółć 東京 🦄 🦄 \0");
    }

    static String envelope(String op, String before, String after) {
        return "{\"before\":"
                + before
                + ",\"after\":"
                + after
                + ",\"source\":{\"db\":\"d\",\"schema\":\"s\",\"table\":\"t\",\"lsn\":5},\"op\":\""
                + op
                + "\"}";
    }

    static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    private Change change(String sample) throws Exception {
        return change(Samples.load(sample));
    }

    private Change change(KafkaRecord record) throws Exception {
        assertThat(decoder.decode(record)).isInstanceOf(Decoded.Apply.class);
        return ((Decoded.Apply) decoder.decode(record)).change();
    }
}
