/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/** Begins dead letters about Kafka records: original bytes, all headers, coordinates. */
@PublicEvolving
public final class RecordLetters {

    private RecordLetters() {}

    /** A letter about a record of which nothing is known but itself. */
    public static DeadLetterBuilder about(KafkaRecord record, DeadLetter.Stage stage) {
        return begin(record, stage, null);
    }

    /** A letter about a change; carries its position in the source database too. */
    public static DeadLetterBuilder about(Change change, DeadLetter.Stage stage) {
        Long lsn = change.position().lsn();
        return begin(change.origin(), stage, lsn == null ? null : lsn.toString());
    }

    private static DeadLetterBuilder begin(
            KafkaRecord record, DeadLetter.Stage stage, @Nullable String sourcePosition) {
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        "kafka",
                        record.topic(),
                        Integer.toString(record.partition()),
                        Long.toString(record.offset()),
                        record.timestampMillis() < 0 ? null : record.timestampMillis(),
                        sourcePosition);
        return DeadLetters.builder(origin, stage)
                .key(record.key())
                .value(record.value())
                .headers(record.headers());
    }
}
