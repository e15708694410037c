/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.spillway.tdengine.client.Cells;
import io.spillway.tdengine.client.RecordedFrames;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that no server would send: each is read whole or refused, cheaply. */
// a thread with a short stack: filling in the traces of refusals takes most of the time
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodecFuzzTest {

    private static final int MUTATIONS = 250_000;

    /** Reading a message makes strings and names of it, but nothing near what its lengths claim. */
    private static final long MOST_BYTES_ALLOCATED = 4 * 1024 * 1024;

    private final List<byte[]> frames = new ArrayList<>();
    private final Map<Integer, List<Field>> fields = new HashMap<>();
    private final Random random = new Random(20260101);

    CodecFuzzTest() {
        for (int result = 1; result <= 11; result++) {
            fields.put(result, BinaryAnswerTest.fieldsOf(result));
        }
        for (String file :
                List.of(
                        RecordedFrames.STATEMENTS,
                        RecordedFrames.CONSUMER,
                        RecordedFrames.META_CONSUMER)) {
            for (Frame frame : RecordedFrames.read(file)) {
                if (!frame.fromClient() && !frame.isText()) {
                    frames.add(frame.bytes());
                }
            }
        }
    }

    @Test
    void damagedMessagesAreReadOrRefusedCheaply() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = damage(frames.get(random.nextInt(frames.size())));
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                readAll(damaged);
                read++;
            } catch (MalformedMessageException e) {
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(MOST_BYTES_ALLOCATED);
        }
        assertThat(read + refused).isEqualTo(MUTATIONS);
        assertThat(read).isGreaterThan(MUTATIONS / 20);
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
    }

    private void readAll(byte[] message) throws MalformedMessageException {
        BinaryAnswer answer = BinaryAnswer.read(message);
        if (answer.action() == BinaryAnswer.TMQ_DATA) {
            for (TmqData.Table table : answer.tmqData().tables()) {
                readCells(table.block());
            }
            return;
        }
        int result = message.length > 42 ? message[42] & 0x0f : 0;
        DataBlock block =
                answer.block(
                        fields.get(Math.max(1, Math.min(result, 11))), TimestampPrecision.MILLIS);
        if (block != null) {
            readCells(block);
        }
    }

    private static void readCells(DataBlock block) {
        for (int column = 0; column < block.fields().size(); column++) {
            if (block.rows() > 0 && block.isConstant(column)) {
                int last = block.rows() - 1;
                assertThat(block.getBytes(column, last)).isEqualTo(block.getBytes(column, 0));
            }
        }
        for (int row = 0; row < block.rows(); row++) {
            for (int column = 0; column < block.fields().size(); column++) {
                Cells.cell(block, column, row);
            }
        }
    }

    private byte[] damage(byte[] good) {
        byte[] bytes = good.clone();
        // the place of the code and of lengths more often than that of values
        int kinds = random.nextInt(4);
        if (kinds == 0) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        for (int i = 0; i < kinds; i++) {
            int at = random.nextBoolean() ? random.nextInt(bytes.length) : headByte(bytes.length);
            bytes[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xff;
                        case 2 -> 0x7f;
                        default -> (byte) random.nextInt(256);
                    };
        }
        return bytes;
    }

    private int headByte(int length) {
        return Math.min(length - 1, 26 + random.nextInt(100));
    }
}
