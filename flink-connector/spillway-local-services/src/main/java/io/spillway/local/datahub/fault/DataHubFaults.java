/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.fault;

import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What goes wrong on purpose. Each knob stays set until it is used up, set again, or {@link #clear
 * cleared}; counts count requests that reach the knob. Thread-safe.
 */
public final class DataHubFaults {

    private final AtomicReference<Duration> latency = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> opening = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> closing = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> session = new AtomicReference<>(Duration.ZERO);
    private final Countdown unavailable = new Countdown();
    private final CodedCountdown puts = new CodedCountdown();
    private final CodedCountdown gets = new CodedCountdown();
    private final CodedCountdown partial = new CodedCountdown();
    private final Countdown lostReplies = new Countdown();
    private final Countdown lostPuts = new Countdown();
    private final Countdown wrongCrcs = new Countdown();
    private final Countdown expiredCursors = new Countdown();
    private final Map<String, Countdown> throttled = new ConcurrentHashMap<>();
    private final AtomicReference<Set<Integer>> partialIndexes = new AtomicReference<>(Set.of());
    private final WriteRate rate;

    /**
     * Nothing goes wrong yet.
     *
     * @param clock what tells the seconds of {@link #limitShardRate}
     */
    public DataHubFaults(Clock clock) {
        rate = new WriteRate(clock);
    }

    /** Every request is answered this much later. */
    public void latency(Duration delay) {
        latency.set(delay);
    }

    /** Shards made by a split or merge stay {@code OPENING} this long, by the service's clock. */
    public void openingDelay(Duration delay) {
        opening.set(delay);
    }

    /** Parents of a split or merge stay {@code CLOSING} this long, by the service's clock. */
    public void closingDelay(Duration delay) {
        closing.set(delay);
    }

    /**
     * Consumers that join a group are told this session timeout, whatever they ask for; they send
     * heartbeats and learn of new shards as often. Zero grants what they ask for.
     */
    public void sessionTimeout(Duration timeout) {
        session.set(timeout);
    }

    /** The next requests of any kind are answered by an HTML page with status 503. */
    public void httpStatus503Html(int requests) {
        unavailable.set(requests);
    }

    /** The next puts are refused as a whole with an error code, such as {@code LimitExceeded}. */
    public void failNextPuts(int requests, String code) {
        puts.set(requests, code);
    }

    /** The next gets are refused with an error code. */
    public void failNextGets(int requests, String code) {
        gets.set(requests, code);
    }

    /**
     * The next multi-shard puts fail for the records at these indexes and succeed for all others.
     */
    public void partialFailure(int requests, String code, Integer... indexes) {
        partialIndexes.set(Set.of(indexes));
        partial.set(requests, code);
    }

    /**
     * The next puts to one shard meet {@code LimitExceeded}: the whole request of a put by shard,
     * the shard's records of a multi-shard put.
     */
    public void throttleShard(String project, String topic, String shardId, int requests) {
        Countdown countdown = new Countdown();
        countdown.set(requests);
        throttled.put(key(project, topic, shardId), countdown);
    }

    /**
     * From now on every shard takes only so much within a second, and answers the rest with {@code
     * LimitExceeded}. The real service has 5 MB and 2,000 requests.
     */
    public void limitShardRate(long bytesPerSecond, int requestsPerSecond) {
        rate.limit(bytesPerSecond, requestsPerSecond);
    }

    /** The next puts are stored, then the connection is closed: their answers are lost. */
    public void closeConnectionAfterPut(int requests) {
        lostReplies.set(requests);
    }

    /** The connection of the next puts is closed with nothing stored. */
    public void closeConnectionBeforePut(int requests) {
        lostPuts.set(requests);
    }

    /** The next protobuf answers to gets carry a wrong CRC. */
    public void wrongCrcOnGets(int requests) {
        wrongCrcs.set(requests);
    }

    /** The next gets find their cursor expired. */
    public void expireCursors(int requests) {
        expiredCursors.set(requests);
    }

    /** No single shard is throttled any more. */
    public void stopThrottling() {
        throttled.clear();
    }

    /** What is set now, by name, in words. */
    public Map<String, String> active() {
        Map<String, String> active = new LinkedHashMap<>();
        addDelay(active, "latency", latency);
        addDelay(active, "opening-delay", opening);
        addDelay(active, "closing-delay", closing);
        addDelay(active, "session-timeout", session);
        unavailable.describe(active, "unavailable", "");
        puts.describe(active, "fail-puts", "");
        gets.describe(active, "fail-gets", "");
        partial.describe(active, "partial-failure", " at " + partialIndexes.get());
        lostReplies.describe(active, "lose-reply", "");
        lostPuts.describe(active, "lose-put", "");
        wrongCrcs.describe(active, "wrong-crc", "");
        expiredCursors.describe(active, "expired-cursor", "");
        throttled.forEach(
                (shard, countdown) -> countdown.describe(active, "throttle-shard", " of " + shard));
        if (rate.isLimited()) {
            active.put("shard-rate", rate.toString());
        }
        return active;
    }

    private static void addDelay(
            Map<String, String> active, String name, AtomicReference<Duration> delay) {
        if (!delay.get().isZero()) {
            active.put(name, delay.get().toMillis() + " ms");
        }
    }

    /** Nothing goes wrong any more. */
    public void clear() {
        latency.set(Duration.ZERO);
        opening.set(Duration.ZERO);
        closing.set(Duration.ZERO);
        session.set(Duration.ZERO);
        unavailable.set(0);
        puts.set(0, ErrorCode.INTERNAL_SERVER_ERROR.code());
        gets.set(0, ErrorCode.INTERNAL_SERVER_ERROR.code());
        partial.set(0, ErrorCode.INTERNAL_SERVER_ERROR.code());
        lostReplies.set(0);
        lostPuts.set(0);
        wrongCrcs.set(0);
        expiredCursors.set(0);
        throttled.clear();
        rate.clear();
    }

    // what follows asks for the fault of one request, and uses it up

    public Duration currentLatency() {
        return latency.get();
    }

    public Duration currentOpeningDelay() {
        return opening.get();
    }

    public Duration currentClosingDelay() {
        return closing.get();
    }

    public Duration currentSessionTimeout(Duration asked) {
        Duration told = session.get();
        return told.isZero() ? asked : told;
    }

    public boolean takeUnavailable() {
        return unavailable.take();
    }

    public boolean takeLostReply() {
        return lostReplies.take();
    }

    public boolean takeLostPut() {
        return lostPuts.take();
    }

    public boolean takeWrongCrc() {
        return wrongCrcs.take();
    }

    /** Throws what the put is to fail with. */
    public void beforePut() {
        puts.takeAndThrow();
    }

    /** Throws what the get is to fail with. */
    public void beforeGet() {
        gets.takeAndThrow();
        if (expiredCursors.take()) {
            throw new DataHubException(ErrorCode.INVALID_CURSOR, "The cursor is expired.");
        }
    }

    /** The indexes that the multi-shard put is to fail for, and the failure of each. */
    public PartialFailure takePartialFailure() {
        ErrorCode code = partial.take();
        return code == null
                ? new PartialFailure(Set.of(), ErrorCode.INTERNAL_SERVER_ERROR)
                : new PartialFailure(partialIndexes.get(), code);
    }

    /** Throws what a put to a throttled shard meets. */
    public void checkRequest(String project, String topic, String shardId) {
        String shard = key(project, topic, shardId);
        Countdown countdown = throttled.get(shard);
        if ((countdown != null && countdown.take()) || !rate.takeRequest(shard)) {
            throw limitExceeded(shardId);
        }
    }

    /** Throws what bytes over the rate of a shard meet. */
    public void checkBytes(String project, String topic, String shardId, long bytes) {
        if (!rate.takeBytes(key(project, topic, shardId), bytes)) {
            throw limitExceeded(shardId);
        }
    }

    private static DataHubException limitExceeded(String shardId) {
        return new DataHubException(
                ErrorCode.LIMIT_EXCEEDED,
                "The write limit of the shard '" + shardId + "' is exceeded.");
    }

    /** Records of one put that are to fail. */
    public record PartialFailure(Set<Integer> indexes, ErrorCode code) {

        public void check(int index) {
            if (!indexes.isEmpty() && indexes.contains(index)) {
                throw new DataHubException(code, "Failed by an injected fault.");
            }
        }
    }

    private static String key(String project, String topic, String shardId) {
        return project + '/' + topic + '/' + shardId;
    }

    /** Says yes a number of times. */
    private static final class Countdown {

        private final AtomicInteger left = new AtomicInteger();

        void set(int times) {
            left.set(times);
        }

        void describe(Map<String, String> active, String name, String detail) {
            if (left.get() > 0) {
                active.merge(
                        name, left.get() + " requests" + detail, (one, two) -> one + ", " + two);
            }
        }

        boolean take() {
            // the everyday case: no fault set, no contended write
            return left.get() > 0 && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    /** A countdown with the error to answer. */
    private static final class CodedCountdown {

        private final Countdown countdown = new Countdown();
        private volatile ErrorCode code = ErrorCode.INTERNAL_SERVER_ERROR;

        void set(int times, String errorCode) {
            code = ErrorCode.of(errorCode);
            countdown.set(times);
        }

        void describe(Map<String, String> active, String name, String detail) {
            countdown.describe(active, name, " with " + code.code() + detail);
        }

        ErrorCode take() {
            return countdown.take() ? code : null;
        }

        void takeAndThrow() {
            ErrorCode taken = take();
            if (taken != null) {
                throw new DataHubException(taken, "Failed by an injected fault.");
            }
        }
    }
}
