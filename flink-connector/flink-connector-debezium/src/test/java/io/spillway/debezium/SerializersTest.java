/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SerializersTest {

    /** A small record in the form of version 1; must be readable for ever. */
    private static final String RECORD_V1 =
            "01" // version
                    + "0000000174" // topic
                    + "00000002"
                    + "0000000000000003"
                    + "ffffffffffffffff" // no timestamp
                    + "ffffffff" // no key
                    + "0000000176" // value
                    + "00000002" // headers
                    + "0000000168"
                    + "ffffffff"
                    + "0000000168"
                    + "0000000101";

    /** A small change in the form of version 1; must be readable for ever. */
    private static final String CHANGE_V1 =
            "01" // version
                    + "0000000173"
                    + "0000000174"
                    + "02" // update
                    + "00000001"
                    + "000000026964"
                    + "03"
                    + "00000007"
                    + "00" // no before
                    + "00"
                    + "01" // after
                    + "00000002"
                    + "000000026964"
                    + "03"
                    + "00000007"
                    + "000000016e"
                    + "07" // decimal
                    + "00000002"
                    + "0000000204d2"
                    + "00000001" // unavailable
                    + "00000003646f63"
                    + "0000000164"
                    + "01"
                    + "0000000000000005"
                    + "ffffffff"
                    + "00"
                    + "00"
                    + RECORD_V1;

    private static final KafkaRecord RECORD =
            new KafkaRecord(
                    "t",
                    2,
                    3,
                    -1,
                    null,
                    new byte[] {'v'},
                    List.of(
                            new DeadLetter.Header("h", null),
                            new DeadLetter.Header("h", new byte[] {1})));

    private static Change change() {
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("id", 7);
        after.put("n", new BigDecimal("12.34"));
        return new Change(
                new Change.TableId("s", "t"),
                Change.Op.UPDATE,
                Map.of("id", 7),
                null,
                false,
                after,
                Set.of("doc"),
                new Change.Position("d", 5L, null, null, false),
                RECORD);
    }

    @Test
    void goldenBytesOfVersion1() throws Exception {
        assertThat(hex(KafkaRecordSerializer.INSTANCE, RECORD)).isEqualTo(RECORD_V1);
        assertThat(read(KafkaRecordSerializer.INSTANCE, RECORD_V1)).isEqualTo(RECORD);
        assertThat(hex(ChangeSerializer.INSTANCE, change())).isEqualTo(CHANGE_V1);
        assertThat(read(ChangeSerializer.INSTANCE, CHANGE_V1)).isEqualTo(change());
    }

    @Test
    void newerVersionsAreRefused() {
        assertThatThrownBy(
                        () -> read(KafkaRecordSerializer.INSTANCE, "02" + RECORD_V1.substring(2)))
                .isInstanceOf(IOException.class)
                .hasMessage("Kafka record of version 2; this release reads up to 1");
        assertThatThrownBy(() -> read(ChangeSerializer.INSTANCE, "63" + CHANGE_V1.substring(2)))
                .isInstanceOf(IOException.class)
                .hasMessage("Change of version 99; this release reads up to 1");
    }

    @Test
    void everyTypeOfValueSurvives() throws Exception {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("null", null);
        row.put("true", true);
        row.put("false", false);
        row.put("int", Integer.MIN_VALUE);
        row.put("long", Long.MAX_VALUE);
        row.put("bigInteger", new BigInteger("-123456789012345678901234567890"));
        row.put("double", -0.0);
        row.put("infinity", Double.NEGATIVE_INFINITY);
        row.put("decimal", new BigDecimal("1.2300E+40"));
        row.put("string", "żółć 🦄" + "x".repeat(100_000));
        row.put("date", LocalDate.of(-43, 3, 15));
        row.put("time", LocalTime.MAX);
        row.put("timestamp", LocalDateTime.of(294247, 1, 10, 4, 0, 0, 123456789));
        row.put("zoned", OffsetDateTime.parse("2024-02-29T11:14:15.123456+05:30"));
        row.put("zonedTime", OffsetTime.parse("11:14:15-03:00"));
        row.put("duration", Duration.ofSeconds(-5, 7));
        row.put("list", Arrays.asList(1, null, List.of("a")));
        row.put("map", Map.of("k", Map.of("n", 1L)));
        row.put("", "no name");
        byte[] bytes = {0, -1, 127};
        row.put("bytes", bytes);
        Change change =
                new Change(
                        new Change.TableId("", "t"),
                        Change.Op.DELETE,
                        Map.of(),
                        row,
                        true,
                        null,
                        Set.of(),
                        new Change.Position("", null, "tx", 9L, true),
                        RECORD);

        Change copy = read(ChangeSerializer.INSTANCE, hex(ChangeSerializer.INSTANCE, change));

        assertThat(copy).usingRecursiveComparison().isEqualTo(change);
        assertThat(copy.before().keySet()).containsExactlyElementsOf(row.keySet());
        assertThat((byte[]) copy.before().get("bytes")).isEqualTo(bytes);
        assertThat(copy.before().get("decimal")).isEqualTo(new BigDecimal("1.2300E+40"));
    }

    @Test
    void everyOperationSurvives() throws Exception {
        for (Change.Op op : Change.Op.values()) {
            Change change =
                    new Change(
                            new Change.TableId("s", "t"),
                            op,
                            Map.of(),
                            null,
                            false,
                            null,
                            Set.of(),
                            new Change.Position("", null, null, null, false),
                            RECORD);
            assertThat(read(ChangeSerializer.INSTANCE, hex(ChangeSerializer.INSTANCE, change)))
                    .isEqualTo(change);
        }
    }

    @Test
    void otherTypesOfValuesAreNamed() {
        Change change =
                new Change(
                        new Change.TableId("s", "t"),
                        Change.Op.CREATE,
                        Map.of(),
                        null,
                        false,
                        Map.of("a", new StringBuilder("x")),
                        Set.of(),
                        new Change.Position("", null, null, null, false),
                        RECORD);

        assertThatThrownBy(() -> hex(ChangeSerializer.INSTANCE, change))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.lang.StringBuilder");
    }

    @Test
    void flinkFindsTheTypes() throws Exception {
        assertThat(TypeInformation.of(Change.class)).isEqualTo(ChangeTypeInfo.INSTANCE);
        assertThat(TypeInformation.of(KafkaRecord.class)).isEqualTo(KafkaRecordTypeInfo.INSTANCE);
        assertThat(snapshotRoundTrip(ChangeSerializer.INSTANCE))
                .isEqualTo(ChangeSerializer.INSTANCE);
        assertThat(snapshotRoundTrip(KafkaRecordSerializer.INSTANCE))
                .isEqualTo(KafkaRecordSerializer.INSTANCE);
    }

    @Test
    void copyingAStreamKeepsItsBytes() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        DataInputDeserializer in =
                new DataInputDeserializer(HexFormat.of().parseHex(CHANGE_V1 + "aa"));

        ChangeSerializer.INSTANCE.copy(in, out);

        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(CHANGE_V1);
        assertThat(in.available()).isEqualTo(1);
    }

    @Test
    void textFormsShowNoData() {
        assertThat(RECORD).hasToString("t-2@3");
        assertThat(change()).hasToString("UPDATE s.t from t-2@3");
    }

    private static <T> TypeSerializer<T> snapshotRoundTrip(TypeSerializer<T> serializer)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<T> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        SerializersTest.class.getClassLoader());
        assertThat(
                        serializer
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(snapshot)
                                .isCompatibleAsIs())
                .isTrue();
        return snapshot.restoreSerializer();
    }

    private static <T> String hex(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    private static <T> T read(TypeSerializer<T> serializer, String hex) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
        T value = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return value;
    }
}
