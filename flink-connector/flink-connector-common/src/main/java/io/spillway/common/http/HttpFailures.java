/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import javax.net.ssl.SSLException;
import org.apache.flink.annotation.Internal;

/** Tells what it means that a call got no whole answer. */
@Internal
final class HttpFailures {

    private static final int MAX_CAUSES = 16;

    private final HttpSettings settings;
    private final String requestIdHeader;

    HttpFailures(HttpSettings settings, String requestIdHeader) {
        this.settings = settings;
        this.requestIdHeader = requestIdHeader;
    }

    /** The call was made on, or cut short by, a closed client. */
    ServiceException closed(HttpCall call) {
        return failure(call, FailureKind.FATAL, "Closed", "the client was closed", null, null);
    }

    /** There was nothing to sign with. */
    ServiceException unsigned(HttpCall call, IOException cause) {
        return failure(call, FailureKind.FATAL, "NoCredentials", oneLine(cause), null, cause);
    }

    /** The proxy asked for a user, in spite of the one it was told. */
    ServiceException proxyRefused(HttpCall call, boolean userGiven) {
        String problem = HttpProxy.describeRefusal(userGiven, isTunnelled(call));
        return failure(call, FailureKind.FATAL, "ProxyRefused", problem, null, null);
    }

    /**
     * @param headers headers of the answer if it broke off after them
     */
    ServiceException map(HttpCall call, Throwable thrown, @Nullable HttpHeaders headers) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof ServiceException known) {
            return known;
        }
        if (cause instanceof BoundedBody.TooLargeException) {
            return failure(
                    call, FailureKind.FATAL, "ResponseTooLarge", oneLine(cause), headers, cause);
        }
        if (find(cause, CertificateException.class) != null) {
            return failure(
                    call,
                    FailureKind.FATAL,
                    "CertificateRefused",
                    "the server's certificate is not trusted: " + oneLine(cause),
                    headers,
                    cause);
        }
        if (isConnectFailure(cause)) {
            return failure(
                    call,
                    FailureKind.RETRYABLE,
                    "ConnectionFailed",
                    connectProblem(cause),
                    headers,
                    cause);
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return failure(
                    call,
                    FailureKind.RETRYABLE,
                    "Timeout",
                    "no whole answer within " + readable(settings.requestTimeout()),
                    headers,
                    cause);
        }
        if (cause instanceof IOException) {
            return failure(
                    call,
                    FailureKind.RETRYABLE,
                    "ConnectionLost",
                    "the connection broke: " + oneLine(cause),
                    headers,
                    cause);
        }
        return failure(call, FailureKind.FATAL, "ClientError", oneLine(cause), headers, cause);
    }

    private ServiceException failure(
            HttpCall call,
            FailureKind kind,
            String code,
            String problem,
            @Nullable HttpHeaders headers,
            @Nullable Throwable cause) {
        String requestId =
                headers == null ? null : headers.firstValue(requestIdHeader).orElse(null);
        String message =
                String.format(
                        "failed to %s: %s (%s%s): %s",
                        call.purpose(),
                        code,
                        origin(call.uri()),
                        requestId == null ? "" : ", request id " + requestId,
                        problem);
        return new ServiceException(kind, code, 0, requestId, message, cause);
    }

    private static boolean isConnectFailure(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof SSLException
                || find(cause, UnresolvedAddressException.class) != null;
    }

    private String connectProblem(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return "no connection within " + readable(settings.connectTimeout());
        }
        if (cause instanceof UnknownHostException
                || find(cause, UnresolvedAddressException.class) != null) {
            return "the host name cannot be resolved";
        }
        return cause instanceof ConnectException && cause.getMessage() == null
                ? "connection refused"
                : oneLine(cause);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Nullable
    private static Throwable find(Throwable thrown, Class<? extends Throwable> type) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private String origin(URI uri) {
        String origin = uri.getScheme() + "://" + uri.getAuthority();
        return settings.proxy() == null ? origin : origin + " through proxy " + settings.proxy();
    }

    private static boolean isTunnelled(HttpCall call) {
        return "https".equalsIgnoreCase(call.uri().getScheme());
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.replaceAll("\\s+", " ").trim();
    }

    private static String readable(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
