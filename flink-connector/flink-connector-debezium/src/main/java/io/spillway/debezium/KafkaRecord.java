/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import io.spillway.common.deadletter.DeadLetter;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A Kafka record exactly as it was read: nothing decoded, nothing dropped.
 *
 * @param timestampMillis the record's timestamp, -1 if it has none
 * @param headers all headers in order, duplicates and null values kept
 */
@PublicEvolving
public record KafkaRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        @Nullable byte[] key,
        @Nullable byte[] value,
        List<DeadLetter.Header> headers) {}
