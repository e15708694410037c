/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import io.spillway.common.deadletter.DeadLetter;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A Kafka record exactly as it was read: nothing decoded, nothing dropped.
 *
 * <p>Immutable by convention: the arrays are not copied and must not be changed. Two records are
 * equal if their contents are. {@code toString} shows the coordinates only.
 *
 * @param timestampMillis the record's timestamp, -1 if it has none
 * @param headers all headers in order, duplicates and null values kept
 */
@PublicEvolving
@TypeInfo(KafkaRecordTypeInfo.Factory.class)
public record KafkaRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        @Nullable byte[] key,
        @Nullable byte[] value,
        List<DeadLetter.Header> headers) {

    @Override
    public boolean equals(Object other) {
        return other instanceof KafkaRecord that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && timestampMillis == that.timestampMillis
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + partition) + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
