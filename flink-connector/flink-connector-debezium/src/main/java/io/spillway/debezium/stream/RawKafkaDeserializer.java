/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.KafkaRecordTypeInfo;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Takes Kafka records as they are: bytes, coordinates, timestamp and all headers in order,
 * duplicates and null values included. Decodes nothing and therefore never fails; what cannot be
 * decoded later can still become a dead letter that is true to the original.
 */
@PublicEvolving
public final class RawKafkaDeserializer implements KafkaRecordDeserializationSchema<KafkaRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<KafkaRecord> out) {
        out.collect(
                new KafkaRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        headers(record.headers().toArray())));
    }

    private static List<DeadLetter.Header> headers(Header[] headers) {
        if (headers.length == 0) {
            return List.of();
        }
        DeadLetter.Header[] copies = new DeadLetter.Header[headers.length];
        for (int i = 0; i < headers.length; i++) {
            copies[i] = new DeadLetter.Header(headers[i].key(), headers[i].value());
        }
        return List.copyOf(Arrays.asList(copies));
    }

    @Override
    public TypeInformation<KafkaRecord> getProducedType() {
        return KafkaRecordTypeInfo.INSTANCE;
    }
}
