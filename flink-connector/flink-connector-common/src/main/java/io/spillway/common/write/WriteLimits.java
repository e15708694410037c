/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How much a {@link BufferedAsyncWriter} collects before it sends, and how much it holds at most.
 * Made by {@link #builder()}. Immutable and thread-safe.
 *
 * @param maxBatchRecords most records per request, at least 1
 * @param maxBatchBytes most bytes of records per request; a single larger record still makes a
 *     request of its own
 * @param maxRecordBytes records larger than this are not sent but handled as {@code on-error} says
 * @param maxAge longest time a record waits for its batch to fill
 * @param maxBufferedRecords records waiting over all lanes, beyond which the writer makes upstream
 *     wait; those in flight come on top
 * @param maxBufferedBytes bytes waiting over all lanes, beyond which the writer makes upstream wait
 * @param maxInFlight most requests in flight over all lanes
 * @param maxInFlightPerLane most requests in flight per lane; 1 keeps the order within a lane
 */
@PublicEvolving
public record WriteLimits(
        int maxBatchRecords,
        long maxBatchBytes,
        long maxRecordBytes,
        Duration maxAge,
        int maxBufferedRecords,
        long maxBufferedBytes,
        int maxInFlight,
        int maxInFlightPerLane)
        implements Serializable {

    private static final long KIB = 1024L;

    public WriteLimits {
        positive(maxBatchRecords, "maxBatchRecords");
        positive(maxBatchBytes, "maxBatchBytes");
        positive(maxRecordBytes, "maxRecordBytes");
        positive(maxBufferedRecords, "maxBufferedRecords");
        positive(maxBufferedBytes, "maxBufferedBytes");
        positive(maxInFlight, "maxInFlight");
        positive(maxInFlightPerLane, "maxInFlightPerLane");
        positive(maxAge.toMillis(), "maxAge (in milliseconds)");
        if (maxBufferedRecords < maxBatchRecords) {
            throw new IllegalArgumentException(
                    "maxBufferedRecords must hold at least one batch of "
                            + maxBatchRecords
                            + " records, is "
                            + maxBufferedRecords);
        }
        if (maxBufferedBytes < maxBatchBytes) {
            throw new IllegalArgumentException(
                    "maxBufferedBytes must hold at least one batch of "
                            + maxBatchBytes
                            + " bytes, is "
                            + maxBufferedBytes);
        }
    }

    /**
     * A builder with the defaults: batches of 1,000 records or 1 MiB, no record above 1 MiB, sent
     * after 500 ms at the latest, 10,000 records or 32 MiB waiting, 16 requests in flight, one per
     * lane.
     */
    public static Builder builder() {
        return new Builder();
    }

    private static void positive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, is " + value);
        }
    }

    /** Collects limits; not thread-safe. */
    @PublicEvolving
    public static final class Builder {
        private int maxBatchRecords = 1000;
        private long maxBatchBytes = KIB * KIB;
        private long maxRecordBytes = KIB * KIB;
        private Duration maxAge = Duration.ofMillis(500);
        private int maxBufferedRecords = 10_000;
        private long maxBufferedBytes = 32 * KIB * KIB;
        private int maxInFlight = 16;
        private int maxInFlightPerLane = 1;

        private Builder() {}

        /** Most records per request. */
        public Builder maxBatchRecords(int value) {
            maxBatchRecords = value;
            return this;
        }

        /** Most bytes of records per request. */
        public Builder maxBatchBytes(long value) {
            maxBatchBytes = value;
            return this;
        }

        /** Largest record that is sent, in bytes. */
        public Builder maxRecordBytes(long value) {
            maxRecordBytes = value;
            return this;
        }

        /** Longest time a record waits for its batch to fill. */
        public Builder maxAge(Duration value) {
            maxAge = value;
            return this;
        }

        /** Most records waiting over all lanes. */
        public Builder maxBufferedRecords(int value) {
            maxBufferedRecords = value;
            return this;
        }

        /** Most bytes waiting over all lanes. */
        public Builder maxBufferedBytes(long value) {
            maxBufferedBytes = value;
            return this;
        }

        /** Most requests in flight over all lanes. */
        public Builder maxInFlight(int value) {
            maxInFlight = value;
            return this;
        }

        /** Most requests in flight per lane; 1 keeps the order within a lane. */
        public Builder maxInFlightPerLane(int value) {
            maxInFlightPerLane = value;
            return this;
        }

        /**
         * @throws IllegalArgumentException naming the limit and its value if one is out of range
         */
        public WriteLimits build() {
            return new WriteLimits(
                    maxBatchRecords,
                    maxBatchBytes,
                    maxRecordBytes,
                    maxAge,
                    maxBufferedRecords,
                    maxBufferedBytes,
                    maxInFlight,
                    maxInFlightPerLane);
        }
    }
}
