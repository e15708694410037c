/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import io.spillway.common.deadletter.DeadLetterMetric;
import io.spillway.debezium.Change;
import io.spillway.debezium.decode.Decoded.Skip;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counters of the decoder, touched on the task thread only.
 *
 * <ul>
 *   <li>{@code numChanges}, in a group {@code op} per operation
 *   <li>{@code numRecordsSkipped}, in a group {@code reason} per reason
 *   <li>{@code numRecordsInErrors}: records that could not be decoded, whatever became of them
 *   <li>{@code numDeadLetters} and {@code numRecordsIgnored}
 * </ul>
 */
@Internal
final class DecodeMetrics {

    private final Map<Change.Op, Counter> changes = new EnumMap<>(Change.Op.class);
    private final Map<Skip, Counter> skipped = new EnumMap<>(Skip.class);
    private final Counter errors;
    private final Counter deadLetters;
    private final Counter ignored;

    DecodeMetrics(MetricGroup group) {
        for (Change.Op op : Change.Op.values()) {
            String label = op.name().toLowerCase(Locale.ROOT);
            changes.put(op, group.addGroup("op", label).counter("numChanges"));
        }
        for (Skip reason : Skip.values()) {
            skipped.put(
                    reason, group.addGroup("reason", reason.label()).counter("numRecordsSkipped"));
        }
        errors = group.counter("numRecordsInErrors");
        deadLetters = DeadLetterMetric.NUM_DEAD_LETTERS.register(group);
        ignored = DeadLetterMetric.NUM_RECORDS_IGNORED.register(group);
    }

    void change(Change.Op op) {
        changes.get(op).inc();
    }

    void skip(Skip reason) {
        skipped.get(reason).inc();
    }

    void error() {
        errors.inc();
    }

    void deadLetter() {
        deadLetters.inc();
    }

    /** Counts and returns the number so far. */
    long ignore() {
        ignored.inc();
        return ignored.getCount();
    }
}
