/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.topic.PutRecord;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.ShardDelays;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicColumn;
import io.spillway.local.datahub.topic.TopicSchema;
import io.spillway.local.datahub.topic.TopicSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes arrive, the worst that happens is a refusal. */
class FrameFuzzTest {

    private static final int ROUNDS = 100_000;
    private static final long SEED = 20260301L;

    @Test
    void damagedMessagesAreReadOrRefused() {
        Topic topic = topic();
        byte[] valid = validFrame();
        Random random = new Random(SEED);
        int refused = 0;
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frame = damage(valid, random);
            try {
                List<PutRecord> records = ProtobufRequests.put(frame, 10_000);
                int failed = topic.put(records, (index, shardId) -> {}).size();
                kept += records.size() - failed;
            } catch (DataHubException e) {
                refused++;
            }
            try {
                ProtobufRequests.get(frame);
            } catch (DataHubException e) {
                refused++;
            }
        }
        // both ways were walked, and what was kept can be read
        assertThat(refused).isGreaterThan(ROUNDS / 10);
        assertThat(kept).isGreaterThan(ROUNDS / 10);
        assertThat(topic.written()).isEqualTo(kept);
    }

    @Test
    void damagedCompressedBodiesAreExpandedOrRefused() {
        byte[] raw = validFrame();
        Random random = new Random(SEED);
        for (Compression compression :
                List.of(Compression.LZ4, Compression.DEFLATE, Compression.ZLIB, Compression.ZSTD)) {
            byte[] valid = compression.compress(raw);
            assertThat(compression.decompress(valid, raw.length)).isEqualTo(raw);
            int refused = 0;
            for (int round = 0; round < ROUNDS / 10; round++) {
                byte[] body = mutate(valid, random);
                int told = random.nextInt(4) == 0 ? random.nextInt(2 * raw.length) : raw.length;
                try {
                    assertThat(compression.decompress(body, told)).hasSize(told);
                } catch (DataHubException e) {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
        }
    }

    private static byte[] validFrame() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            byte[] body =
                    RecordBody.of(
                            Map.of("key", "value-" + i),
                            Arrays.asList(
                                    ("" + i).getBytes(StandardCharsets.UTF_8),
                                    i == 1 ? null : "1.5".getBytes(StandardCharsets.UTF_8),
                                    "text \u00fc".getBytes(StandardCharsets.UTF_8)));
            message.write(0x0a);
            message.write(body.length + 3);
            // to shard 0
            message.writeBytes(new byte[] {0x0a, 1, '0'});
            message.writeBytes(body);
        }
        byte[] frame = new byte[Frame.HEADER + message.size()];
        System.arraycopy(message.toByteArray(), 0, frame, Frame.HEADER, message.size());
        return Frame.seal(frame);
    }

    /** Mostly a damaged message in a sound frame, so that the damage gets past the checksum. */
    private static byte[] damage(byte[] valid, Random random) {
        if (random.nextInt(10) == 0) {
            return mutate(valid, random);
        }
        byte[] message = mutate(Arrays.copyOfRange(valid, Frame.HEADER, valid.length), random);
        byte[] frame = new byte[Frame.HEADER + message.length];
        System.arraycopy(message, 0, frame, Frame.HEADER, message.length);
        return Frame.seal(frame);
    }

    static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 1 -> {
                for (int i = 0; i < 5; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            default -> {
                int from = random.nextInt(bytes.length);
                for (int i = from; i < Math.min(bytes.length, from + 8); i++) {
                    bytes[i] = (byte) random.nextInt();
                }
            }
        }
        return bytes;
    }

    private static Topic topic() {
        Projects projects =
                new Projects(
                        Clock.systemUTC(),
                        new ShardDelays(() -> Duration.ZERO, () -> Duration.ZERO));
        projects.create("fuzz", "");
        return projects.get("fuzz")
                .createTopic(
                        "rows",
                        TopicSpec.of(
                                1,
                                1,
                                TopicSchema.tuple(
                                        List.of(
                                                new TopicColumn("id", ColumnType.BIGINT, true, ""),
                                                new TopicColumn(
                                                        "price", ColumnType.DOUBLE, false, ""),
                                                new TopicColumn(
                                                        "name", ColumnType.STRING, false, "")))));
    }
}
