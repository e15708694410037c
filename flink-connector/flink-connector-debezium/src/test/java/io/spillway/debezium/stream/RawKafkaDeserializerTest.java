/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.KafkaRecordTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RawKafkaDeserializerTest {

    private static final byte[] GARBAGE = {(byte) 0xff, 0, 1};

    @Test
    void everythingIsKept() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("twice", new byte[] {1});
        headers.add("empty", new byte[0]);
        headers.add("none", null);
        headers.add("twice", new byte[] {2});

        assertThat(read(record(77L, GARBAGE, GARBAGE, headers)))
                .isEqualTo(
                        new KafkaRecord(
                                "topic",
                                3,
                                42,
                                77,
                                GARBAGE,
                                GARBAGE,
                                List.of(
                                        new DeadLetter.Header("twice", new byte[] {1}),
                                        new DeadLetter.Header("empty", new byte[0]),
                                        new DeadLetter.Header("none", null),
                                        new DeadLetter.Header("twice", new byte[] {2}))));
    }

    @Test
    void nothingIsMadeUp() {
        assertThat(read(record(ConsumerRecord.NO_TIMESTAMP, null, null, new RecordHeaders())))
                .isEqualTo(new KafkaRecord("topic", 3, 42, -1, null, null, List.of()));
        assertThat(new RawKafkaDeserializer().getProducedType())
                .isEqualTo(KafkaRecordTypeInfo.INSTANCE);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            long timestamp, byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "topic",
                3,
                42,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static KafkaRecord read(ConsumerRecord<byte[], byte[]> record) {
        List<KafkaRecord> out = new ArrayList<>();
        new RawKafkaDeserializer()
                .deserialize(
                        record,
                        new Collector<>() {
                            @Override
                            public void collect(KafkaRecord read) {
                                out.add(read);
                            }

                            @Override
                            public void close() {}
                        });
        assertThat(out).hasSize(1);
        return out.get(0);
    }
}
