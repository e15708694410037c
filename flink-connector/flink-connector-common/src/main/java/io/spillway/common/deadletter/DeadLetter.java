/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A record that could not be processed, with everything needed to understand and to replay it.
 *
 * <p>Immutable by convention: the arrays it carries are not copied and must not be changed. Two
 * letters are equal if their contents are. {@code toString} shows no data of the record.
 *
 * @param id stable identity, equal for every delivery of the same failure: origin position and
 *     stage; lets readers drop duplicates
 * @param origin where the record was read from
 * @param stage the step that failed
 * @param key original key bytes, null if the record had none
 * @param value original value bytes, or the row as JSON where no bytes exist; null for a record
 *     without a value
 * @param headers all original headers, in order, duplicates kept
 * @param error what went wrong
 * @param attempts attempts made, at least 1
 * @param firstFailureMillis epoch milliseconds of the first failure
 * @param lastFailureMillis epoch milliseconds of the last failure
 * @param jobName the Flink job's name, null if unknown
 */
@PublicEvolving
public record DeadLetter(
        String id,
        Origin origin,
        Stage stage,
        @Nullable byte[] key,
        @Nullable byte[] value,
        List<Header> headers,
        Failure error,
        int attempts,
        long firstFailureMillis,
        long lastFailureMillis,
        @Nullable String jobName) {

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetter that
                && id.equals(that.id)
                && origin.equals(that.origin)
                && stage == that.stage
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers)
                && error.equals(that.error)
                && attempts == that.attempts
                && firstFailureMillis == that.firstFailureMillis
                && lastFailureMillis == that.lastFailureMillis
                && Objects.equals(jobName, that.jobName);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + origin.describe() + ", " + error.code() + "]";
    }

    /** The step of the pipeline that failed. */
    public enum Stage {
        DESERIALIZE,
        TRANSFORM,
        RESOLVE,
        WRITE;

        /** Lower-case name, as it stands in headers and tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a record came from (stages before the write) or was to go (stage write).
     *
     * @param system {@code kafka}, {@code datahub}, ...
     * @param container topic or table
     * @param partition Kafka partition, DataHub shard, ...; null if the system has none
     * @param position offset or sequence within the partition; null if unknown
     * @param timestampMillis epoch milliseconds the record carries, null if none
     * @param sourcePosition position in the origin database (for PostgreSQL the LSN), null if none
     */
    public record Origin(
            String system,
            String container,
            @Nullable String partition,
            @Nullable String position,
            @Nullable Long timestampMillis,
            @Nullable String sourcePosition) {

        /** For messages: {@code kafka 'orders' partition 3 position 42}. */
        public String describe() {
            StringBuilder text = new StringBuilder(system).append(" '").append(container);
            text.append('\'');
            if (partition != null) {
                text.append(" partition ").append(partition);
            }
            if (position != null) {
                text.append(" position ").append(position);
            }
            return text.toString();
        }
    }

    /** One header of the original record; the value may be null. */
    public record Header(String name, @Nullable byte[] value) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Header that
                    && name.equals(that.name)
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(value);
        }

        /** The name only. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Why the record was refused.
     *
     * @param code the service's error code, or a short name such as {@code InvalidJson}
     * @param exceptionClass class of the exception, null if a service answered with a code only
     * @param message one line
     * @param stackTrace stack trace, cut to a byte limit; null if none
     */
    public record Failure(
            String code,
            @Nullable String exceptionClass,
            String message,
            @Nullable String stackTrace) {}
}
