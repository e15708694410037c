/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.engine.Topic.Block;
import io.spillway.local.tdengine.wire.BlockWriter;
import io.spillway.local.tdengine.wire.Bytes;
import io.spillway.local.tdengine.wire.Incoming;
import java.nio.charset.StandardCharsets;

/** Binary answers to fetches of messages. */
final class TopicFrames {

    private static final int FETCH_ACTION = 8;
    private static final int RAW_DATA = 2;
    private static final int RAW_DATA_AND_META = 4;
    private static final int HEADER_MARK = 100;
    private static final int HEADER_LENGTH = 18;
    private static final int OFFSET_IN_LOG = 0x11;
    private static final int HEAD_ESTIMATE = 4096;
    private static final int ROW_ESTIMATE = 96;

    private TopicFrames() {}

    /** The rows of a message. */
    static Bytes data(Incoming request, long messageId, Message message) {
        int rows = message.blocks().stream().mapToInt(block -> block.rows().size()).sum();
        boolean withMeta = message.type() == Message.DATA_AND_META;
        Bytes out =
                head(new Bytes(HEAD_ESTIMATE + rows * ROW_ESTIMATE), request, messageId, 0, "")
                        .putShort(withMeta ? RAW_DATA_AND_META : RAW_DATA);
        int length = out.reserve(4);
        putRaw(out, message);
        out.setInt(length, out.size() - length - 4);
        return out;
    }

    static Bytes error(Incoming request, long messageId, int code, String text) {
        return head(new Bytes(128), request, messageId, code, text);
    }

    private static Bytes head(
            Bytes out, Incoming request, long messageId, int code, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return out.putLong(-1)
                .putLong(FETCH_ACTION)
                .putShort(1)
                .putLong(request.age())
                .putLong(request.requestId())
                .putInt(code & 0xffff)
                .putInt(text.length)
                .put(text)
                .putLong(messageId);
    }

    private static void putRaw(Bytes out, Message message) {
        Topic topic = message.group().topic();
        out.putByte(HEADER_MARK).putInt(HEADER_LENGTH);
        out.putByte(OFFSET_IN_LOG).putLong(message.requested());
        out.putByte(OFFSET_IN_LOG).putLong(message.next());
        out.putInt(message.blocks().size());
        out.putByte(topic.withTableName() ? 1 : 0).putByte(1);
        Bytes block = new Bytes(HEAD_ESTIMATE);
        for (Block each : message.blocks()) {
            block.clear();
            putBlock(block, topic, each);
            out.putVarint(block.size()).put(block);
            putSchema(out, topic, each);
            if (topic.withTableName()) {
                out.putName(each.table());
            }
        }
        // with changes of schema, how many tables are created comes instead of a time to sleep
        out.reserve(message.type() == Message.DATA_AND_META ? 4 : 8);
    }

    private static void putBlock(Bytes out, Topic topic, Block block) {
        out.putLong(1).putLong(Long.reverseBytes(block.rows().size()));
        out.putByte(0).putByte(topic.precision());
        BlockWriter.write(out, BlockWriter.TOPIC, block.columns(), block.rows());
    }

    private static void putSchema(Bytes out, Topic topic, Block block) {
        out.putZigzag(block.columns().size()).putZigzag(0);
        int id = 0;
        for (ColumnSpec column : block.columns()) {
            out.putByte(column.type().code()).putByte(topic.withTableName() ? 1 : 0);
            out.putZigzag(BlockWriter.typeBytes(column)).putZigzag(++id).putName(column.name());
        }
    }
}
