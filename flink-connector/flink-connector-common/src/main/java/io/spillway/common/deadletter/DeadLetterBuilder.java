/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Builds one letter: gives it its stable identity, makes the message one line and cuts the stack
 * trace by bytes. It never puts data of the record into the message by itself.
 *
 * <p>Not thread-safe; begun by {@link DeadLetters#builder}.
 */
@PublicEvolving
public final class DeadLetterBuilder {

    /** Default bound of the stack trace, in UTF-8 bytes. */
    public static final int DEFAULT_STACK_TRACE_BYTES = 2 * 1024;

    /** Bound of the message, in UTF-8 bytes. */
    public static final int MESSAGE_BYTES = 1024;

    private final DeadLetter.Origin origin;
    private final DeadLetter.Stage stage;
    @Nullable private byte[] key;
    @Nullable private byte[] value;
    private List<DeadLetter.Header> headers = List.of();
    private int attempts = 1;
    private long firstFailureMillis;
    private long lastFailureMillis;
    @Nullable private String jobName;
    private int stackTraceBytes = DEFAULT_STACK_TRACE_BYTES;
    @Nullable private String code;
    @Nullable private String message;
    @Nullable private Throwable cause;

    DeadLetterBuilder(DeadLetter.Origin origin, DeadLetter.Stage stage) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.stage = Objects.requireNonNull(stage, "stage");
        this.firstFailureMillis = System.currentTimeMillis();
        this.lastFailureMillis = firstFailureMillis;
    }

    /** The original key bytes, null if the record has none. */
    public DeadLetterBuilder key(@Nullable byte[] key) {
        this.key = key;
        return this;
    }

    /** The original value bytes, or the row as JSON; null if the record has no value. */
    public DeadLetterBuilder value(@Nullable byte[] value) {
        this.value = value;
        return this;
    }

    /** All original headers, in order. */
    public DeadLetterBuilder headers(List<DeadLetter.Header> headers) {
        this.headers = List.copyOf(headers);
        return this;
    }

    /**
     * A failure known by a code.
     *
     * @param code the service's error code, or a short name such as {@code InvalidJson}
     * @param message what is wrong, without data of the record
     */
    public DeadLetterBuilder error(String code, String message) {
        return error(code, message, null);
    }

    /**
     * A failure known by an exception: its simple class name becomes the code, its message the
     * message.
     */
    public DeadLetterBuilder error(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return error(codeOf(cause), text, cause);
    }

    /**
     * A failure known by both.
     *
     * @param cause the exception behind it, null if a service answered with a code only
     */
    public DeadLetterBuilder error(String code, String message, @Nullable Throwable cause) {
        this.code = Objects.requireNonNull(code, "code");
        this.message = Objects.requireNonNull(message, "message");
        this.cause = cause;
        return this;
    }

    /**
     * How often it was tried; one attempt, now, unless set.
     *
     * @param attempts attempts made, at least 1
     * @param firstFailureMillis epoch milliseconds of the first failure
     * @param lastFailureMillis epoch milliseconds of the last failure
     */
    public DeadLetterBuilder attempts(
            int attempts, long firstFailureMillis, long lastFailureMillis) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, is " + attempts);
        }
        this.attempts = attempts;
        this.firstFailureMillis = firstFailureMillis;
        this.lastFailureMillis = lastFailureMillis;
        return this;
    }

    /** The Flink job's name, null if unknown. */
    public DeadLetterBuilder jobName(@Nullable String jobName) {
        this.jobName = jobName;
        return this;
    }

    /** Bound of the stack trace in UTF-8 bytes, {@link #DEFAULT_STACK_TRACE_BYTES} unless set. */
    public DeadLetterBuilder stackTraceBytes(int stackTraceBytes) {
        this.stackTraceBytes = stackTraceBytes;
        return this;
    }

    /**
     * @throws IllegalStateException if no error was given
     */
    public DeadLetter build() {
        if (code == null) {
            throw new IllegalStateException("A dead letter needs an error");
        }
        return new DeadLetter(
                LetterIdentity.of(origin, stage, key, value, headers),
                origin,
                stage,
                key,
                value,
                headers,
                failure(),
                attempts,
                firstFailureMillis,
                lastFailureMillis,
                jobName);
    }

    /** Anonymous classes have no name of their own; their parent has. */
    private static String codeOf(Throwable cause) {
        Class<?> type = cause.getClass();
        while (type.isAnonymousClass()) {
            type = type.getSuperclass();
        }
        return type.getSimpleName();
    }

    private DeadLetter.Failure failure() {
        return new DeadLetter.Failure(
                code,
                cause == null ? null : cause.getClass().getName(),
                BoundedText.cut(BoundedText.oneLine(message), MESSAGE_BYTES),
                cause == null ? null : BoundedText.stackTrace(cause, stackTraceBytes));
    }
}
