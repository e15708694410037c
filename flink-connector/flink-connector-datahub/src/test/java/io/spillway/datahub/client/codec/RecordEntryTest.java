/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.aliyun.datahub.client.model.protobuf.DatahubProtos;
import io.spillway.datahub.client.model.EncodedRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEntryTest {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "héé",
                    "数据",
                    "🐘 and 𝄞",
                    "x".repeat(127),
                    "ü".repeat(64),
                    "y".repeat(200_000),
                    "line\nbreak\u0000zero",
                    "broken \ud83d surrogates \udc18",
                    "\ud83d");

    private final RecordEntryWriter writer = new RecordEntryWriter();
    private final RecordEntryReader reader = new RecordEntryReader();

    @Test
    void theVendorsProtobufReadsTheSame() throws Exception {
        writer.reset().hashKey("0F").partitionKey("clé").addAttribute("naïve", "日本").addNull();
        for (String text : TEXTS) {
            writer.addText(text);
        }

        DatahubProtos.RecordEntry entry =
                DatahubProtos.RecordEntry.parseFrom(writer.toRecord().body());

        assertThat(entry.hasShardId()).isFalse();
        assertThat(entry.getHashKey()).isEqualTo("0F");
        assertThat(entry.getPartitionKey()).isEqualTo("clé");
        assertThat(entry.getAttributes().getAttributes(0).getKey()).isEqualTo("naïve");
        assertThat(entry.getAttributes().getAttributes(0).getValue()).isEqualTo("日本");
        assertThat(entry.getData().getData(0).hasValue()).isFalse();
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(entry.getData().getData(i + 1).hasValue()).isTrue();
            assertThat(entry.getData().getData(i + 1).getValue().toByteArray())
                    .isEqualTo(TEXTS.get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.put.lz4", "java.put.deflate"})
    void recordsOfTheVendorsJavaClientAreRead(String capture) throws Exception {
        List<DatahubProtos.RecordEntry> entries = entriesOf(capture);

        reader.read(new EncodedRecord(entries.get(0).toByteArray()));
        assertThat(reader.shardId()).isEqualTo("1");
        assertThat(reader.attributes()).containsExactly(entry("k1", "v1"));
        assertThat(columns())
                .containsExactly(
                        "1099511627776",
                        "1.5E300",
                        "true",
                        "1700000000123456",
                        "héé1",
                        "1000",
                        "-3",
                        "0.1",
                        "-1",
                        "-2");
        reader.read(new EncodedRecord(entries.get(1).toByteArray()));
        assertThat(columns())
                .containsExactly(null, null, null, null, "", null, null, null, null, null);
        reader.read(new EncodedRecord(entries.get(2).toByteArray()));
        assertThat(reader.shardId()).isEqualTo("9");
    }

    @Test
    void recordsOfTheVendorsPythonClientAreRead() throws Exception {
        List<DatahubProtos.RecordEntry> entries = entriesOf("python.put.lz4");

        for (int i = 0; i < entries.size(); i++) {
            reader.read(new EncodedRecord(entries.get(i).toByteArray()));
            assertThat(reader.shardId()).isNull();
            assertThat(reader.attributes()).containsExactly(entry("s", "py"));
            assertThat(columns()).containsExactly("u" + i, Integer.toString(i));
        }
        assertThat(entries).hasSize(10);
    }

    private static List<DatahubProtos.RecordEntry> entriesOf(String capture) throws Exception {
        byte[] frame = Captures.body(capture);
        return DatahubProtos.PutRecordsRequest.parseFrom(
                        Arrays.copyOfRange(frame, 12, frame.length))
                .getRecordsList();
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < reader.columnCount(); i++) {
            columns.add(reader.isNull(i) ? null : reader.text(i));
        }
        return columns;
    }

    @Test
    void aRecordIsReadBack() throws Exception {
        EncodedRecord record =
                writer.reset()
                        .addText("a".getBytes(StandardCharsets.UTF_8))
                        .addNull()
                        .addText("")
                        .addText("xxhéyy".getBytes(StandardCharsets.UTF_8), 2, 3)
                        .addDecimal(new BigDecimal("1E+3"))
                        .addBytes(new byte[] {0, -1})
                        .addAttribute("one", "1")
                        .addAttribute("zwei", "ü")
                        .partitionKey("p")
                        .toRecord();

        reader.read(record);

        assertThat(reader.columnCount()).isEqualTo(6);
        assertThat(reader.text(0)).isEqualTo("a");
        assertThat(reader.isNull(1)).isTrue();
        assertThat(reader.isNull(2)).isFalse();
        assertThat(reader.text(2)).isEmpty();
        assertThat(reader.text(3)).isEqualTo("hé");
        assertThat(reader.text(4)).isEqualTo("1000");
        assertThat(reader.bytes(5)).containsExactly(0, 0xff);
        assertThat(reader.buffer()[reader.offset(0)]).isEqualTo((byte) 'a');
        assertThat(reader.length(0)).isOne();
        assertThat(reader.isNull(6)).as("a column added later").isTrue();
        assertThat(reader.attributes()).containsExactly(entry("one", "1"), entry("zwei", "ü"));
        assertThat(reader.partitionKey()).isEqualTo("p");
        assertThat(reader.hashKey()).isNull();
        assertThat(reader.shardId()).isNull();
    }

    @Test
    void nothingOfTheLastRecordIsLeft() throws Exception {
        EncodedRecord full =
                writer.reset()
                        .addText("a")
                        .addText("b")
                        .addAttribute("k", "v")
                        .hashKey("0")
                        .toRecord();
        EncodedRecord small = writer.reset().addNull().toRecord();

        reader.read(full);
        reader.read(small);

        assertThat(small.body()).containsExactly(0x4a, 2, 0x0a, 0);
        assertThat(reader.columnCount()).isOne();
        assertThat(reader.attributes()).isEmpty();
        assertThat(reader.hashKey()).isNull();
    }

    @Test
    void theSizeIsKnownBeforeTheRecordIsMade() {
        writer.reset().addText("ü".repeat(100)).addAttribute("k", "v").partitionKey("p");

        assertThat(writer.size()).isEqualTo(writer.toRecord().size());
        assertThat(writer.toRecord()).isNotSameAs(writer.toRecord());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                -1,
                -10,
                99,
                100,
                Integer.MIN_VALUE,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                -999_999_999_999_999_999L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1
            })
    void wholeNumbersAreWrittenAndReadInDecimal(long value) throws Exception {
        reader.read(writer.reset().addLong(value).toRecord());

        assertThat(reader.text(0)).isEqualTo(Long.toString(value));
        assertThat(reader.longValue(0)).isEqualTo(value);
    }

    @Test
    void floatingPointNumbersAreReadToTheLastBit() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double value =
                    switch (i % 4) {
                        case 0 -> Double.longBitsToDouble(random.nextLong());
                        case 1 -> random.nextInt(1_000_000_000) / 1000.0;
                        case 2 -> random.nextLong() / 1e4;
                        default -> random.nextGaussian();
                    };
            reader.read(writer.reset().addDouble(value).toRecord());
            assertThat(Double.doubleToLongBits(reader.doubleValue(0)))
                    .isEqualTo(Double.doubleToLongBits(value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0.0", "5.", ".5", "1E3", "NaN", "-Infinity", "123456789012345.6"})
    void otherSpellingsOfNumbersAreRead(String text) throws Exception {
        reader.read(writer.reset().addText(text).toRecord());

        assertThat(reader.doubleValue(0)).isEqualTo(Double.valueOf(text));
    }

    @Test
    void whatIsNoNumberIsShown() throws Exception {
        for (String text : List.of("", "-", "abc", "1 2", "9223372036854775808", "1.5")) {
            reader.read(writer.reset().addText(text).toRecord());
            assertThatThrownBy(() -> reader.longValue(0))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageStartingWith("'" + text + "' is not a whole number");
        }
        for (String text : List.of("", "-", ".", "1.2.3", "twelve")) {
            reader.read(writer.reset().addText(text).toRecord());
            assertThatThrownBy(() -> reader.doubleValue(0))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("'" + text + "' is not a number");
        }
        reader.read(writer.reset().addText("z".repeat(100)).toRecord());
        assertThatThrownBy(() -> reader.booleanValue(0))
                .hasMessage("'" + "z".repeat(40) + "...' is not true or false");
    }

    @Test
    void truthValuesAreRead() throws Exception {
        reader.read(writer.reset().addBoolean(true).addBoolean(false).addText("TRUE").toRecord());

        assertThat(reader.booleanValue(0)).isTrue();
        assertThat(reader.booleanValue(1)).isFalse();
        assertThat(reader.booleanValue(2)).isTrue();
    }

    @Test
    void aBadRecordLeavesTheReaderEmptyAndUsable() throws Exception {
        EncodedRecord good = writer.reset().addText("good").addAttribute("k", "v").toRecord();
        byte[] cut = Arrays.copyOf(good.body(), good.size() - 1);

        reader.read(good);
        assertThatThrownBy(() -> reader.read(new EncodedRecord(cut)))
                .isInstanceOf(MalformedMessageException.class);
        assertThat(reader.columnCount()).isZero();
        assertThat(reader.attributes()).isEmpty();

        reader.read(good);
        assertThat(reader.text(0)).isEqualTo("good");
    }
}
