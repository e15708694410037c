/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.client.Cells;
import io.spillway.tdengine.client.RecordedFrames;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryAnswerTest {

    private static final List<Frame> STATEMENTS = RecordedFrames.read(RecordedFrames.STATEMENTS);

    @Test
    void everyTypeIsReadFromTheRecordedBlock() throws Exception {
        List<Field> fields = fieldsOf(2);
        DataBlock block =
                BinaryAnswer.read(answerTo(2, 0)).block(fields, TimestampPrecision.MILLIS);

        assertThat(block.rows()).isEqualTo(2);
        assertThat(Cells.row(block, 0))
                .containsExactly(
                        "1704067200123",
                        "1",
                        "-1",
                        "-2",
                        "-3",
                        "-4",
                        "255",
                        "65535",
                        "4294967295",
                        "18446744073709551615",
                        "1.5",
                        "2.25",
                        "abc",
                        "中é😀",
                        "0102ff",
                        "0101000000000000000000f03f0000000000000040",
                        "12345.67",
                        "1234567890123456789.12345",
                        "1",
                        "sz",
                        "中");
        assertThat(Cells.row(block, 1).subList(1, 18)).containsOnly("NULL");
        assertThat(Cells.row(block, 1).get(0)).isEqualTo("1704067201000");
        assertThat(block.getBytes(13, 0)).isEqualTo("中é😀".getBytes("UTF-8"));
        assertThat(block.fields().get(13)).isEqualTo(new Field("nc", TDengineType.NCHAR, 20, 0, 0));
        assertThat(block.getString(12, 1)).isNull();
        assertThatThrownBy(() -> block.isNull(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> block.getLong(21, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> block.getLong(12, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'vc'");
    }

    @Test
    void bytesAreFoundWhereTheyLie() throws Exception {
        DataBlock block =
                BinaryAnswer.read(answerTo(2, 0)).block(fieldsOf(2), TimestampPrecision.MILLIS);

        for (int column : new int[] {12, 13, 14, 15, 19, 20}) {
            assertThat(
                            block.<byte[]>mapBytes(
                                    column,
                                    0,
                                    (bytes, from, length) ->
                                            Arrays.copyOfRange(bytes, from, from + length)))
                    .isEqualTo(block.getBytes(column, 0));
        }
        assertThat(block.<Integer>mapBytes(12, 1, (bytes, from, length) -> length)).isZero();
        assertThatThrownBy(() -> block.mapBytes(0, 0, (bytes, from, length) -> length))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyColumnsOfOneTextAreConstant() throws Exception {
        DataBlock block =
                BinaryAnswer.read(answerTo(2, 0)).block(fieldsOf(2), TimestampPrecision.MILLIS);

        assertThat(block.isConstant(19)).isTrue();
        assertThat(block.isConstant(20)).isTrue();
        // one of the two rows is NULL
        assertThat(block.isConstant(12)).isFalse();
        // not one of bytes
        assertThat(block.isConstant(18)).isFalse();
    }

    @Test
    void jsonTagsAreText() throws Exception {
        DataBlock block =
                BinaryAnswer.read(answerTo(3, 0)).block(fieldsOf(3), TimestampPrecision.MILLIS);

        assertThat(Cells.row(block, 0))
                .containsExactly("1704067200123", "1", "{\"k\":\"v\",\"n\":1}", "\"v\"");
    }

    @Test
    void theLastAnswerHoldsNoBlock() throws Exception {
        assertThat(BinaryAnswer.read(answerTo(3, 1)).block(fieldsOf(3), TimestampPrecision.MILLIS))
                .isNull();
    }

    @Test
    void everyRecordedBlockIsReadToItsEnd() throws Exception {
        int blocks = 0;
        for (Frame frame : STATEMENTS) {
            if (frame.fromClient() || frame.isText()) {
                continue;
            }
            BinaryAnswer answer = BinaryAnswer.read(frame.bytes());
            assertThat(answer.code()).isZero();
            byte[] body =
                    Arrays.copyOfRange(frame.bytes(), answer.bodyOffset(), frame.bytes().length);
            int result = body[0];
            DataBlock block = answer.block(fieldsOf(result), TimestampPrecision.MILLIS);
            if (block != null) {
                blocks++;
                // the block is the message's rest but for the byte that ends it
                assertThat(block.sizeInBytes()).isEqualTo(body.length - 8 - 1 - 4 - 1);
            }
        }
        assertThat(blocks).isEqualTo(11);
    }

    @Test
    void consumedDataTellsWhereTheNextMessageBegins() throws Exception {
        List<Frame> frames =
                RecordedFrames.read(RecordedFrames.CONSUMER).stream()
                        .filter(frame -> !frame.fromClient() && !frame.isText())
                        .toList();

        TmqData first = BinaryAnswer.read(frames.get(0).bytes()).tmqData();
        assertThat(first.offset()).isZero();
        assertThat(first.nextOffset()).isEqualTo(15);
        assertThat(first.tables()).hasSize(9).allMatch(table -> table.name() == null);
        DataBlock block = first.tables().get(1).block();
        assertThat(block.fields())
                .containsExactly(
                        new Field("ts", TDengineType.TIMESTAMP, 8, 0, 0),
                        new Field("v", TDengineType.INT, 4, 0, 0),
                        new Field("tbname", TDengineType.VARCHAR, 270, 0, 0),
                        new Field("g", TDengineType.INT, 4, 0, 0));
        assertThat(Cells.row(block, 0)).containsExactly("1700000000000", "2", "t2", "2");

        int rows = 0;
        for (Frame frame : frames) {
            TmqData data = BinaryAnswer.read(frame.bytes()).tmqData();
            assertThat(data.nextOffset()).isGreaterThan(data.offset());
            for (TmqData.Table table : data.tables()) {
                rows += table.block().rows();
            }
        }
        assertThat(frames).hasSize(16);
        assertThat(rows).isEqualTo(56);
    }

    @Test
    void tablesOfATopicKeepTheirOwnSchemas() throws Exception {
        List<Frame> frames =
                RecordedFrames.read(RecordedFrames.META_CONSUMER).stream()
                        .filter(frame -> !frame.fromClient() && !frame.isText())
                        .toList();

        TmqData mixed = BinaryAnswer.read(frames.get(0).bytes()).tmqData();
        assertThat(mixed.offset()).isEqualTo(3);
        assertThat(mixed.nextOffset()).isEqualTo(6);
        assertThat(mixed.tables())
                .extracting(TmqData.Table::name)
                .containsExactly("d0", "n1", "d0");
        List<String> columns = new ArrayList<>();
        mixed.tables()
                .forEach(
                        table ->
                                table.block().fields().forEach(field -> columns.add(field.name())));
        assertThat(columns).containsExactly("ts", "v", "ts", "a", "b", "ts", "v");
        TmqData altered = BinaryAnswer.read(frames.get(1).bytes()).tmqData();
        assertThat(Cells.row(altered.tables().get(0).block(), 0))
                .containsExactly("1700000000005", "5", "6");
    }

    @Test
    void damagedMessagesSaySo() {
        byte[] good = answerTo(3, 0);
        assertThatThrownBy(() -> BinaryAnswer.read(Arrays.copyOf(good, 20)))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> BinaryAnswer.read(HexFormat.of().parseHex("00".repeat(80))))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(
                        () ->
                                BinaryAnswer.read(Arrays.copyOf(good, good.length - 10))
                                        .block(fieldsOf(3), TimestampPrecision.MILLIS))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(
                        () -> BinaryAnswer.read(good).block(fieldsOf(2), TimestampPrecision.MILLIS))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> BinaryAnswer.read(good).tmqData())
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("action");
    }

    /** Defect D12: a column of an unknown type became one NULL, and the consumer waited. */
    @Test
    void d12UnknownTypesFailAtOnce() {
        byte[] unknown = answerTo(3, 0).clone();
        // after the headers of the answer and of its block
        int typeOfFirstColumn = 55 + 28;
        assertThat((int) unknown[typeOfFirstColumn]).isEqualTo(TDengineType.TIMESTAMP.code());
        unknown[typeOfFirstColumn] = 99;
        assertThatThrownBy(
                        () ->
                                BinaryAnswer.read(unknown)
                                        .block(fieldsOf(3), TimestampPrecision.MILLIS))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("column 'ts' is not TIMESTAMP");
        assertThatThrownBy(() -> TDengineType.ofCode(99)).hasMessageContaining("99");
    }

    /** The binary answers that belong to a result of the recorded connection. */
    static byte[] answerTo(int result, int index) {
        return STATEMENTS.stream()
                .filter(frame -> !frame.fromClient() && !frame.isText())
                .filter(frame -> frame.number(42) == result)
                .toList()
                .get(index)
                .bytes();
    }

    static List<Field> fieldsOf(int result) {
        for (Frame frame : STATEMENTS) {
            if (!frame.fromClient()
                    && frame.isText()
                    && frame.json().path("id").asInt() == result) {
                var json = frame.json();
                List<Field> fields = new ArrayList<>();
                for (int i = 0; i < json.path("fields_count").asInt(); i++) {
                    fields.add(
                            new Field(
                                    json.path("fields_names").path(i).asText(),
                                    TDengineType.ofCode(json.path("fields_types").path(i).asInt()),
                                    json.path("fields_lengths").path(i).asInt(),
                                    json.path("fields_precisions").path(i).asInt(),
                                    json.path("fields_scales").path(i).asInt()));
                }
                return fields;
            }
        }
        throw new IllegalArgumentException("no result " + result);
    }
}
