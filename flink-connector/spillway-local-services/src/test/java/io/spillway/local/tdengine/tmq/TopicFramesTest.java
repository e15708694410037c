/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.wire.Incoming;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of topics, byte for byte as a server sent them. */
class TopicFramesTest {

    private static final ColumnSpec TS = new ColumnSpec("ts", ValueType.TIMESTAMP, 8, 0, 0);
    private static final ColumnSpec V = new ColumnSpec("v", ValueType.INT, 4, 0, 0);
    private static final ColumnSpec G = new ColumnSpec("g", ValueType.INT, 4, 0, 0);
    private static final ColumnSpec W = new ColumnSpec("w", ValueType.INT, 4, 0, 0);
    private static final ColumnSpec NAME = new ColumnSpec("tbname", ValueType.VARCHAR, 270, 0, 0);

    @Test
    void aRowOfAQuery() {
        assertFrame(
                "ffffffffffffffff080000000000000001005cad03000000000005000000000000000000000000000000"
                        + "05000000000000000200b90000006412000000110f0000000000000011110000000000000001"
                        + "00000000016e010000000000000000000000000000010000020000005c000000010000000400"
                        + "0000000000800000000000000000090800000004040000000810010000040400000008000000"
                        + "040000000400000004000000000368e5cf8b010000001e000000000000000200743000000000"
                        + "000008000900100203747300040008040276000800a004060774626e616d6500040008080267"
                        + "000000000000000000",
                5,
                message(
                        new FixedTopic(false),
                        15,
                        17,
                        new Topic.Block(
                                null,
                                1,
                                List.of(TS, V, NAME, G),
                                rows(new Object[] {1700000000003L, 30, "t0", 0}))));
    }

    /**
     * But for the flag and the id of the added column, which depend on all columns and tags the
     * table ever had, and which nobody reads.
     */
    @Test
    void aRowOfADatabaseAfterAColumnWasAdded() {
        assertFrame(
                "ffffffffffffffff080000000000000001009fa601000000000002000000000000000000000000000000"
                        + "060000000000000002009f000000641200000011080000000000000011090000000000000001"
                        + "00000001015d010000000000000000000000000000010000020000004b000000010000000300"
                        + "0000000000800000000000000000090800000004040000000404000000080000000400000004"
                        + "000000000568e5cf8b0100000005000000000600000000060009011002037473000401080402"
                        + "760004010806027700036430000000000000000000",
                6,
                message(
                        new FixedTopic(true),
                        8,
                        9,
                        new Topic.Block(
                                "d0",
                                2,
                                List.of(TS, V, W),
                                rows(new Object[] {1700000000005L, 5, 6}))));
    }

    private static void assertFrame(String recorded, long messageId, Message message) {
        byte[] expected = HexFormat.of().parseHex(recorded);
        long requestId = expected[26];
        Incoming request =
                Incoming.ofText(
                        "{\"action\":\"fetch_raw_data\",\"args\":{\"req_id\":" + requestId + "}}");
        byte[] actual = TopicFrames.data(request, messageId, message).toByteArray();
        Arrays.fill(expected, 18, 26, (byte) 0); // how long it took
        Arrays.fill(actual, 18, 26, (byte) 0);
        assertThat(HexFormat.of().formatHex(actual)).isEqualTo(HexFormat.of().formatHex(expected));
    }

    private static List<Object[]> rows(Object[]... rows) {
        return List.of(rows);
    }

    private static Message message(Topic topic, long from, long next, Topic.Block... blocks) {
        return new Message(
                new Group("g", topic), 8, from, next, List.of(blocks), List.of(), 0, next);
    }

    private record FixedTopic(boolean withTableName) implements Topic {

        @Override
        public String name() {
            return "t";
        }

        @Override
        public String database() {
            return "d";
        }

        @Override
        public int precision() {
            return 0;
        }

        @Override
        public boolean withMeta() {
            return false;
        }

        @Override
        public List<Integer> vgroupIds() {
            return List.of(8);
        }

        @Override
        public long begin(int vgroupId) {
            return 0;
        }

        @Override
        public long end(int vgroupId) {
            return 0;
        }

        @Override
        public List<Entry> read(int vgroupId, long offset, int maxRows) {
            return List.of();
        }

        @Override
        public void appendMark(int vgroupId) {
            throw new UnsupportedOperationException("Nothing is appended");
        }

        @Override
        public AutoCloseable onAppend(Runnable listener) {
            return () -> {};
        }
    }
}
