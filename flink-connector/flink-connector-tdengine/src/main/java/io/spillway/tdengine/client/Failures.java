/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Makes the failures of calls. Their messages tell what was asked, where, and how it went. */
@Internal
final class Failures {

    private static final int MAX_TEXT = 300;

    private Failures() {}

    /**
     * @param purpose completes "failed to ..."
     * @param where the endpoint or endpoints
     * @param requestId 0 if there is none
     */
    static ServiceException failure(
            FailureKind kind,
            String code,
            String purpose,
            String where,
            long requestId,
            String problem,
            @Nullable Throwable cause) {
        String id = requestId == 0 ? null : requestId(requestId);
        String message =
                "failed to "
                        + purpose
                        + ": "
                        + code
                        + " ("
                        + where
                        + (id == null ? "" : ", req_id " + id)
                        + "): "
                        + problem;
        return new ServiceException(kind, code, 0, id, message, cause);
    }

    /** The server answered with an error. */
    static ServiceException refused(
            int code, String text, String purpose, String where, long requestId) {
        return failure(
                TDengineErrors.kind(code, text),
                TDengineErrors.code(code),
                purpose,
                where,
                requestId,
                oneLine(text) + TDengineErrors.explanation(code),
                null);
    }

    /** The server's message makes no sense. */
    static ServiceException malformed(
            MalformedMessageException cause, String purpose, String where, long requestId) {
        return failure(
                FailureKind.FATAL,
                TDengineErrors.MALFORMED_MESSAGE,
                purpose,
                where,
                requestId,
                oneLine(cause.getMessage()),
                cause);
    }

    static ServiceException notSupported(String what, String instead) {
        return new ServiceException(
                FailureKind.FATAL,
                TDengineErrors.NOT_SUPPORTED,
                0,
                null,
                what + " is not supported by this transport; " + instead,
                null);
    }

    /** A future with the same result that fails with the failure itself, never wrapped. */
    static <T> CompletableFuture<T> unwrapped(CompletionStage<T> stage) {
        CompletableFuture<T> result = new CompletableFuture<>();
        stage.whenComplete(
                (value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(toServiceException(failure));
                    }
                });
        return result;
    }

    static ServiceException toServiceException(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ServiceException known) {
            return known;
        }
        return new ServiceException(
                FailureKind.FATAL,
                "ClientError",
                0,
                null,
                "the TDengine client failed: " + oneLine(String.valueOf(cause.getMessage())),
                cause);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static String requestId(long requestId) {
        return "0x" + Long.toHexString(requestId);
    }

    static String oneLine(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\s+", " ").trim();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
    }
}
