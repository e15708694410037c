/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.spillway.debezium.Change;
import io.spillway.debezium.ChangeSerializer;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, a change, a skip or a failure with a code comes out. */
class DebeziumDecoderFuzzTest {

    private static final int MUTATIONS = 120_000;
    private static final String[] TOKENS = {
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "true",
        "1e999999999",
        "-",
        "0",
        "\\u",
        "\\ud83e",
        "\"op\"",
        "\"c\"",
        "\"d\"",
        "\"after\"",
        "\"before\"",
        "\"schema\"",
        "\"payload\"",
        "[[[[[[[[",
        "99999999999999999999999",
        "\"__debezium_unavailable_value\"",
        "\0",
        "\u00e9",
        "\ufeff"
    };

    @Test
    void mutatedRecords() {
        List<KafkaRecord> seeds =
                Samples.names("").stream()
                        .map(Samples::load)
                        .filter(record -> record.value() != null)
                        .toList();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DebeziumDecoder decoder = new DebeziumDecoder(DecodeOptions.DEFAULT);
        int[] outcomes = new int[3];

        for (int i = 0; i < MUTATIONS; i++) {
            KafkaRecord original = seeds.get(random.nextInt(seeds.size()));
            KafkaRecord mutated = mutate(original, random);
            try {
                Decoded decoded = decoder.decode(mutated);
                outcomes[decoded instanceof Decoded.Apply ? 0 : 1]++;
                if (decoded instanceof Decoded.Apply apply) {
                    roundTrip(apply.change());
                }
            } catch (DebeziumDecodeException e) {
                outcomes[2]++;
                assertThat(e.getMessage()).doesNotContain("\n");
            } catch (Exception | StackOverflowError e) {
                fail("Random seed " + seed + ", mutation " + i + " of " + original, e);
            }
        }

        // the mutations reach all three
        for (int outcome : outcomes) {
            assertThat(outcome).isGreaterThan(100);
        }
    }

    private static void roundTrip(Change change) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        ChangeSerializer.INSTANCE.serialize(change, out);
        Change copy =
                ChangeSerializer.INSTANCE.deserialize(
                        new DataInputDeserializer(out.getCopyOfBuffer()));
        if (!copy.key().equals(change.key()) || !copy.unavailable().equals(change.unavailable())) {
            fail("Not the same after serialization: " + change);
        }
    }

    private static KafkaRecord mutate(KafkaRecord record, Random random) {
        boolean key = record.key() != null && random.nextInt(8) == 0;
        byte[] bytes = key ? record.key() : record.value();
        for (int n = random.nextInt(3); n >= 0; n--) {
            bytes = mutate(bytes, random);
        }
        return new KafkaRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestampMillis(),
                key ? bytes : record.key(),
                key ? record.value() : bytes,
                record.headers());
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(30), bytes.length - at);
        switch (random.nextInt(6)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            case 2:
                return splice(bytes, at, length, new byte[0]);
            case 3:
                return splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 4:
                byte[] token = Samples.utf8(TOKENS[random.nextInt(TOKENS.length)]);
                return splice(bytes, at, random.nextBoolean() ? 0 : length, token);
            default:
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                return splice(bytes, at, length, noise);
        }
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(
                bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
