/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import io.spillway.common.deadletter.BoundedText;
import io.spillway.common.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a letter in Kafka, and a letter from them.
 *
 * <p>All original headers come first, unchanged and in order. Then follow, as UTF-8 text, those of
 * {@link Name} that have a value; they tell of the <em>original</em> record. A letter that failed
 * again carries its earlier letter's headers among the originals, so readers take the last header
 * of each name. Values are cut to a limit each; together they never exceed {@link #MAX_BYTES}.
 */
@PublicEvolving
public final class KafkaDeadLetterHeaders {

    /** What names and values added to the original headers need at most, in bytes. */
    public static final int MAX_BYTES = 8 * 1024;

    /** The headers added to the original ones, in the order they are written. */
    @PublicEvolving
    public enum Name {
        /** Topic or table of the original record; always present. */
        DEAD_LETTER_MESSAGE_TOPIC(512),
        /** Partition, shard, ... of the original record. */
        DEAD_LETTER_MESSAGE_PARTITION(128),
        /** Offset or sequence of the original record. */
        DEAD_LETTER_MESSAGE_OFFSET(128),
        /** Time the original record carries, ISO-8601 in UTC. */
        DEAD_LETTER_MESSAGE_TIMESTAMP(40),
        /** The error's message, one line. */
        DEAD_LETTER_SUMMARY(1024),
        /** The error's stack trace. */
        DEAD_LETTER_DETAIL(4096),
        /** The letter's stable identity; readers drop duplicates by it. */
        DEAD_LETTER_ID(512),
        /** {@code deserialize}, {@code transform}, {@code resolve} or {@code write}. */
        DEAD_LETTER_STAGE(16),
        /** The error's code. */
        DEAD_LETTER_CODE(128),
        /** Class of the exception. */
        DEAD_LETTER_EXCEPTION_CLASS(256),
        /** Attempts made, decimal. */
        DEAD_LETTER_ATTEMPTS(12),
        /** Time of the first failure, ISO-8601 in UTC. */
        DEAD_LETTER_FIRST_FAILURE(40),
        /** Time of the last failure, ISO-8601 in UTC. */
        DEAD_LETTER_LAST_FAILURE(40),
        /** System of the original record: {@code kafka}, {@code datahub}, ... */
        DEAD_LETTER_SYSTEM(64),
        /** Name of the Flink job. */
        DEAD_LETTER_JOB(256),
        /** Position in the origin database, for PostgreSQL the LSN. */
        DEAD_LETTER_SOURCE_POSITION(256);

        private final int maxBytes;

        Name(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** Longest value in bytes; longer ones are cut. */
        public int maxBytes() {
            return maxBytes;
        }
    }

    private KafkaDeadLetterHeaders() {}

    /** All headers of the record that carries the letter. */
    public static Headers toHeaders(DeadLetter letter) {
        RecordHeaders headers = new RecordHeaders();
        for (DeadLetter.Header header : letter.headers()) {
            headers.add(header.name(), header.value());
        }
        DeadLetter.Origin origin = letter.origin();
        DeadLetter.Failure error = letter.error();
        add(headers, Name.DEAD_LETTER_MESSAGE_TOPIC, origin.container());
        add(headers, Name.DEAD_LETTER_MESSAGE_PARTITION, origin.partition());
        add(headers, Name.DEAD_LETTER_MESSAGE_OFFSET, origin.position());
        if (origin.timestampMillis() != null) {
            add(headers, Name.DEAD_LETTER_MESSAGE_TIMESTAMP, iso(origin.timestampMillis()));
        }
        add(headers, Name.DEAD_LETTER_SUMMARY, error.message());
        add(headers, Name.DEAD_LETTER_DETAIL, error.stackTrace());
        add(headers, Name.DEAD_LETTER_ID, letter.id());
        add(headers, Name.DEAD_LETTER_STAGE, letter.stage().label());
        add(headers, Name.DEAD_LETTER_CODE, error.code());
        add(headers, Name.DEAD_LETTER_EXCEPTION_CLASS, error.exceptionClass());
        add(headers, Name.DEAD_LETTER_ATTEMPTS, Integer.toString(letter.attempts()));
        add(headers, Name.DEAD_LETTER_FIRST_FAILURE, iso(letter.firstFailureMillis()));
        add(headers, Name.DEAD_LETTER_LAST_FAILURE, iso(letter.lastFailureMillis()));
        add(headers, Name.DEAD_LETTER_SYSTEM, origin.system());
        add(headers, Name.DEAD_LETTER_JOB, letter.jobName());
        add(headers, Name.DEAD_LETTER_SOURCE_POSITION, origin.sourcePosition());
        return headers;
    }

    /**
     * The letter a record carries.
     *
     * @throws IllegalArgumentException if the record carries none
     */
    public static DeadLetter toLetter(
            @Nullable byte[] key, @Nullable byte[] value, Headers headers) {
        List<DeadLetter.Header> originals = new ArrayList<>();
        Map<Name, String> ours = split(headers, originals);
        DeadLetter.Origin origin =
                new DeadLetter.Origin(
                        required(ours, Name.DEAD_LETTER_SYSTEM),
                        required(ours, Name.DEAD_LETTER_MESSAGE_TOPIC),
                        ours.get(Name.DEAD_LETTER_MESSAGE_PARTITION),
                        ours.get(Name.DEAD_LETTER_MESSAGE_OFFSET),
                        ours.containsKey(Name.DEAD_LETTER_MESSAGE_TIMESTAMP)
                                ? millis(ours, Name.DEAD_LETTER_MESSAGE_TIMESTAMP)
                                : null,
                        ours.get(Name.DEAD_LETTER_SOURCE_POSITION));
        DeadLetter.Failure error =
                new DeadLetter.Failure(
                        required(ours, Name.DEAD_LETTER_CODE),
                        ours.get(Name.DEAD_LETTER_EXCEPTION_CLASS),
                        required(ours, Name.DEAD_LETTER_SUMMARY),
                        ours.get(Name.DEAD_LETTER_DETAIL));
        return new DeadLetter(
                required(ours, Name.DEAD_LETTER_ID),
                origin,
                stage(required(ours, Name.DEAD_LETTER_STAGE)),
                key,
                value,
                List.copyOf(originals),
                error,
                attempts(ours),
                millis(ours, Name.DEAD_LETTER_FIRST_FAILURE),
                millis(ours, Name.DEAD_LETTER_LAST_FAILURE),
                ours.get(Name.DEAD_LETTER_JOB));
    }

    /** Ours begin with the last header that names a topic; all before it are the record's own. */
    private static Map<Name, String> split(Headers headers, List<DeadLetter.Header> originals) {
        Header[] all = headers.toArray();
        int first = all.length - 1;
        while (first >= 0 && !all[first].key().equals(Name.DEAD_LETTER_MESSAGE_TOPIC.name())) {
            first--;
        }
        for (int i = 0; i < first; i++) {
            originals.add(new DeadLetter.Header(all[i].key(), all[i].value()));
        }
        Map<Name, String> ours = new EnumMap<>(Name.class);
        for (int i = Math.max(first, 0); i < all.length; i++) {
            for (Name name : Name.values()) {
                if (name.name().equals(all[i].key()) && all[i].value() != null) {
                    ours.put(name, new String(all[i].value(), StandardCharsets.UTF_8));
                }
            }
        }
        return ours;
    }

    private static void add(RecordHeaders headers, Name name, @Nullable String value) {
        if (value != null) {
            String cut = BoundedText.cut(value, name.maxBytes);
            headers.add(name.name(), cut.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static DeadLetter.Stage stage(String label) {
        for (DeadLetter.Stage stage : DeadLetter.Stage.values()) {
            if (stage.label().equals(label)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("Header DEAD_LETTER_STAGE has unknown value " + label);
    }

    private static int attempts(Map<Name, String> ours) {
        String text = required(ours, Name.DEAD_LETTER_ATTEMPTS);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Header DEAD_LETTER_ATTEMPTS is not a number: " + text, e);
        }
    }

    private static long millis(Map<Name, String> ours, Name name) {
        String text = required(ours, name);
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "Header " + name + " is not an ISO-8601 time: " + text, e);
        }
    }

    private static String required(Map<Name, String> ours, Name name) {
        String text = ours.get(name);
        if (text == null) {
            throw new IllegalArgumentException("Not a dead letter: header " + name + " is missing");
        }
        return text;
    }
}
