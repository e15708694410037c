/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.topic.PutBatch;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.SchemaVersions;
import io.spillway.local.datahub.topic.ShardDelays;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicColumn;
import io.spillway.local.datahub.topic.TopicSchema;
import io.spillway.local.datahub.topic.TopicSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both layouts of batches: what goes in comes out, and bad bytes are refused. */
class BatchesTest {

    private static final int ROUNDS = 50_000;

    private static final TopicSchema ALL_TYPES =
            TopicSchema.tuple(
                    Arrays.stream(ColumnType.values())
                            .map(t -> new TopicColumn("f_" + t, t, t == ColumnType.BIGINT, ""))
                            .toList());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTypeNullAndAttributeComesBackEqual(boolean avro) {
        Topic topic = topic(TopicSpec.of(1, 7, ALL_TYPES));
        Map<String, String> attributes = Map.of("plain", "text", "schlüssel", "值", "empty", "");
        List<byte[]> full =
                utf8(
                        "-128",
                        "32767",
                        "-2147483648",
                        "9223372036854775807",
                        "0.1",
                        "1.5E300",
                        "true",
                        "-62135798400000000",
                        "12345678901234567890.5",
                        "seven77",
                        "{\"a\": [1, 2]}");
        List<byte[]> nulls = Arrays.asList(new byte[ColumnType.values().length][]);
        nulls.set(ColumnType.BIGINT.ordinal(), "7".getBytes(StandardCharsets.UTF_8));
        nulls.set(ColumnType.STRING.ordinal(), new byte[0]);

        for (List<byte[]> values : List.of(full, nulls)) {
            byte[] body = RecordBody.of(attributes, values);
            PutBatch batch =
                    Batches.decode(Batches.encode(body, topic.schemas(), avro), topic.schemas(), 1);
            Map<String, String> found = new LinkedHashMap<>();
            assertThat(RecordBody.texts(batch.bodies().get(0), found))
                    .isEqualTo(RecordBody.texts(body, new LinkedHashMap<>()));
            assertThat(found).isEqualTo(attributes);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blobsComeBackEqual(boolean avro) {
        Topic topic = topic(TopicSpec.of(1, 7, TopicSchema.blob()));
        for (String text : List.of("", "seven77", "longer than a slot")) {
            byte[] body = RecordBody.of(Map.of(), utf8(text));
            PutBatch batch =
                    Batches.decode(Batches.encode(body, topic.schemas(), avro), topic.schemas(), 1);
            assertThat(RecordBody.texts(batch.bodies().get(0), new LinkedHashMap<>()))
                    .containsExactly(text);
        }
    }

    @Test
    void aBatchOfAvroIsReadByteByByte() {
        Topic topic = topic(TopicSpec.of(1, 7, TopicSchema.tuple(twoColumns())));
        // id 3 and name "ab" with no attributes; id -1 and no name with one, in a sized block
        byte[] payload =
                HexFormat.of()
                        .parseHex(
                                "06" + "02" + "046162" + "00" + "01" + "00" + "02" + "01" + "08"
                                        + "026b" + "0276" + "00");

        PutBatch batch =
                Batches.decode(BatchHeader.wrapAvro(payload, 2, 0, 2), topic.schemas(), 10);

        Map<String, String> attributes = new LinkedHashMap<>();
        assertThat(RecordBody.texts(batch.bodies().get(0), attributes)).containsExactly("3", "ab");
        assertThat(attributes).isEmpty();
        assertThat(RecordBody.texts(batch.bodies().get(1), attributes)).containsExactly("-1", null);
        assertThat(attributes).containsExactly(Map.entry("k", "v"));
    }

    @Test
    void aBatchWithFewerColumnsThanItsSchemaIsReadWithThose() {
        Topic topic = topic(TopicSpec.of(1, 7, TopicSchema.tuple(twoColumns())));
        byte[] payload = HexFormat.of().parseHex("06" + "00");

        PutBatch batch =
                Batches.decode(BatchHeader.wrapAvro(payload, 1, 0, 1), topic.schemas(), 10);

        assertThat(batch.schema().columns()).hasSize(1);
        assertThat(RecordBody.texts(batch.bodies().get(0), new LinkedHashMap<>()))
                .containsExactly("3");
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "true, 1", "true, 2", "true, 3"})
    void payloadsAreExpanded(boolean avro, int code) {
        Topic topic = topic(TopicSpec.of(1, 7, TopicSchema.tuple(twoColumns())));
        String text = "a".repeat(1000);
        byte[] batch = compressed(encode(topic.schemas(), text, avro), avro, code);

        List<byte[]> bodies = Batches.decode(batch, topic.schemas(), 1).bodies();

        assertThat(RecordBody.texts(bodies.get(0), new LinkedHashMap<>()))
                .containsExactly("1", text);
    }

    @Test
    void batchesThatLieAreRefused() {
        Topic topic = topic(TopicSpec.of(1, 7, TopicSchema.tuple(twoColumns())));
        byte[] good = encode(topic.schemas(), "name", true);

        assertRefused(topic, Arrays.copyOf(good, good.length - 1), "length it names");
        assertRefused(topic, changed(good, 0, 0), "DHUB");
        assertRefused(topic, changed(good, 4, 2), "unknown version");
        assertRefused(topic, changed(good, good.length - 1, 7), "CRC");
        assertRefused(topic, changed(good, 22, 1), "unknown data type");
        assertRefused(topic, changed(good, 36, 3), "more columns");
        assertRefused(topic, changed(good, 12, 99), "raw size");
        assertRefused(topic, changed(good, 24, 9), "schema version 9");
        assertRefused(topic, changed(good, 32, 2), "more than 1 records");
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 2", "true, 0", "true, 3"})
    void damagedBatchesAreReadOrRefused(boolean avro, int code) {
        Topic topic = topic(TopicSpec.of(1, 7, ALL_TYPES));
        byte[] body =
                RecordBody.of(
                        Map.of("key", "value"),
                        utf8(
                                "1",
                                "2",
                                "3",
                                "4",
                                "0.5",
                                "0.25",
                                "false",
                                "5",
                                "6.5",
                                "longer than a slot",
                                "{}"));
        byte[] plain = Batches.encode(body, topic.schemas(), avro);
        int header = avro ? 40 : 26;
        Random random = new Random(20260301L);
        int refused = 0;
        int read = 0;
        for (int round = 0; round < ROUNDS / 4; round++) {
            byte[] payload =
                    FrameFuzzTest.mutate(Arrays.copyOfRange(plain, header, plain.length), random);
            byte[] batch =
                    avro
                            ? BatchHeader.wrapAvro(payload, 1, 0, 11)
                            : BatchHeader.wrapOwn(payload, 1);
            batch = code == 0 ? batch : compressed(batch, avro, code);
            if (random.nextInt(4) == 0) {
                batch = FrameFuzzTest.mutate(batch, random);
            }
            try {
                PutBatch put = Batches.decode(batch, topic.schemas(), 100);
                topic.putBatches(topic.shards().get("0"), List.of(put));
                read += put.bodies().size();
            } catch (DataHubException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 40);
        assertThat(read).isGreaterThan(ROUNDS / 400);
        assertThat(topic.written()).isEqualTo(read);
    }

    private static void assertRefused(Topic topic, byte[] batch, String message) {
        assertThatThrownBy(() -> Batches.decode(batch, topic.schemas(), 1))
                .isInstanceOf(DataHubException.class)
                .hasMessageContaining(message);
    }

    private static byte[] changed(byte[] batch, int at, int value) {
        byte[] changed = batch.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] encode(SchemaVersions schemas, String name, boolean avro) {
        return Batches.encode(RecordBody.of(Map.of(), utf8("1", name)), schemas, avro);
    }

    /** The same batch with its payload compressed. */
    private static byte[] compressed(byte[] batch, boolean avro, int code) {
        int header = avro ? 40 : 26;
        byte[] payload = Arrays.copyOfRange(batch, header, batch.length);
        Compression compression =
                List.of(Compression.NONE, Compression.DEFLATE, Compression.LZ4, Compression.ZSTD)
                        .get(code);
        byte[] stored = compression.compress(payload);
        CRC32C crc = new CRC32C();
        crc.update(stored);
        return ByteBuffer.allocate(header + stored.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Arrays.copyOf(batch, header))
                .put(stored)
                .putInt(8, header + stored.length)
                .putInt(16, (int) crc.getValue())
                .put(20, (byte) (batch[20] | code))
                .array();
    }

    private static List<TopicColumn> twoColumns() {
        return List.of(
                new TopicColumn("id", ColumnType.BIGINT, true, ""),
                new TopicColumn("name", ColumnType.STRING, false, ""));
    }

    private static List<byte[]> utf8(String... texts) {
        return Arrays.stream(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static Topic topic(TopicSpec spec) {
        Projects projects =
                new Projects(
                        Clock.systemUTC(),
                        new ShardDelays(() -> Duration.ZERO, () -> Duration.ZERO));
        projects.create("batches", "");
        return projects.get("batches").createTopic("rows", spec);
    }
}
