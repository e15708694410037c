/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.Credentials;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.AsyncHttpClient;
import io.spillway.common.http.HttpCall;
import io.spillway.common.http.HttpReply;
import io.spillway.datahub.client.codec.MalformedMessageException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Carries bodies to the service and back: headers, signature, compression, refusals. */
@Internal
final class DataHubTransport implements AutoCloseable {

    static final String REQUEST_ID = "x-datahub-request-id";

    private static final String RAW_SIZE = "x-datahub-content-raw-size";
    private static final String CLIENT_VERSION = "x-datahub-client-version";
    private static final String PROTOCOL_VERSION = "1.1";
    private static final String REQUEST_ACTION = "x-datahub-request-action";
    private static final int FIRST_ERROR_STATUS = 300;

    private final DataHubGatewayOptions options;
    private final AsyncHttpClient http;
    private final DataHubSigner signer;

    DataHubTransport(DataHubGatewayOptions options) {
        this.options = options;
        this.http = new AsyncHttpClient(options.http(), "spillway-datahub-http", REQUEST_ID);
        this.signer = new DataHubSigner(Clock.systemUTC());
    }

    /** Turns the body of a successful answer, already unpacked, into a result. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(HttpReply reply) throws IOException;
    }

    /**
     * A call of the control plane.
     *
     * @param purpose completes "DataHub refused to ..."
     * @param body JSON, null for none
     */
    <T> CompletableFuture<T> json(
            String purpose, String method, String path, @Nullable byte[] body, Decoder<T> decoder) {
        URI uri = URI.create(options.endpoint() + path);
        return onClientThread(
                purpose,
                method,
                uri,
                () -> {
                    Map<String, String> headers = commonHeaders();
                    if (body == null) {
                        return HttpCall.withoutBody(purpose, method, uri, headers);
                    }
                    headers.put("Content-Type", BodyFormat.JSON.contentType());
                    return new HttpCall(purpose, method, uri, headers, body, body.length);
                },
                decoder);
    }

    /** Makes the body of a call about records. */
    @FunctionalInterface
    interface Body {
        byte[] make() throws ServiceException;
    }

    /**
     * A call of the data plane. The body is made and packed on a thread of the client, as the
     * caller's is the one that processes records.
     *
     * @param purpose completes "DataHub refused to ..."
     * @param action {@code pub} or {@code sub}
     */
    <T> CompletableFuture<T> records(
            BodyFormat format,
            String purpose,
            String path,
            String action,
            Body body,
            Decoder<T> decoder) {
        URI uri = URI.create(options.endpoint() + path);
        return onClientThread(
                purpose,
                "POST",
                uri,
                () -> pack(format, purpose, uri, action, body.make()),
                decoder);
    }

    /** Makes a call ready to be signed. */
    @FunctionalInterface
    private interface Preparation {
        HttpCall prepare() throws ServiceException;
    }

    /** Prepares, signs and sends: packing takes time, and renewing credentials may block. */
    private <T> CompletableFuture<T> onClientThread(
            String purpose, String method, URI uri, Preparation call, Decoder<T> decoder) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task =
                () -> {
                    try {
                        send(call.prepare(), decoder, true, result);
                    } catch (ServiceException e) {
                        result.completeExceptionally(e);
                    } catch (Throwable e) {
                        // whoever waits must hear of it, whatever it is
                        result.completeExceptionally(unexpected(purpose, e));
                    }
                };
        try {
            http.executor().execute(task);
        } catch (RejectedExecutionException closed) {
            // the client says so itself, in its own words
            HttpCall refused = HttpCall.withoutBody(purpose, method, uri, commonHeaders());
            send(refused, decoder, false, result);
        }
        return result;
    }

    private HttpCall pack(BodyFormat format, String purpose, URI uri, String action, byte[] body) {
        Map<String, String> headers = commonHeaders();
        headers.put("Content-Type", format.contentType());
        if (format.actionInHeader()) {
            headers.put(REQUEST_ACTION, action);
        }
        Compression compression = format.packed() ? options.compression() : Compression.NONE;
        if (compression != Compression.NONE) {
            headers.put("Accept-Encoding", compression.wireName());
            byte[] packed = new byte[body.length - 1];
            int size = compression.compress(body, body.length, packed);
            if (size >= 0) {
                headers.put("Content-Encoding", compression.wireName());
                headers.put(RAW_SIZE, Integer.toString(body.length));
                return new HttpCall(purpose, "POST", uri, headers, packed, size);
            }
        }
        return new HttpCall(purpose, "POST", uri, headers, body, body.length);
    }

    /** An answer that is here already, read anew. */
    <T> CompletableFuture<T> decoded(String purpose, HttpReply reply, Decoder<T> decoder) {
        try {
            return CompletableFuture.completedFuture(decoder.decode(reply));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(
                    e instanceof ServiceException known ? known : malformed(purpose, reply, e));
        }
    }

    private <T> void send(
            HttpCall call, Decoder<T> decoder, boolean renewing, CompletableFuture<T> result) {
        AtomicReference<Credentials> used = new AtomicReference<>();
        http.send(call, unsigned -> signed(unsigned, used))
                .whenComplete(
                        (reply, failure) -> {
                            if (failure != null) {
                                result.completeExceptionally(failure);
                                return;
                            }
                            try {
                                result.complete(receive(call, reply, decoder));
                            } catch (ServiceException e) {
                                if (renewing && isRenewed(e, used.get())) {
                                    send(call, decoder, false, result);
                                } else {
                                    result.completeExceptionally(e);
                                }
                            } catch (Throwable e) {
                                // whoever waits must hear of it, whatever it is
                                result.completeExceptionally(unexpected(call.purpose(), e));
                            }
                        });
    }

    private Map<String, String> signed(HttpCall call, AtomicReference<Credentials> used)
            throws IOException {
        Credentials credentials = options.credentials().credentials();
        used.set(credentials);
        return signer.sign(call, credentials);
    }

    /** A refused token says that nothing was done, so asking once more is safe for any call. */
    private boolean isRenewed(ServiceException refusal, Credentials used) {
        return refusal.code().equals(DataHubErrors.EXPIRED_ACCESS_TOKEN)
                && options.credentials().renew(used);
    }

    private <T> T receive(HttpCall call, HttpReply reply, Decoder<T> decoder)
            throws ServiceException {
        try {
            HttpReply unpacked = unpack(reply);
            if (reply.status() >= FIRST_ERROR_STATUS) {
                throw Refusal.toException(call.purpose(), unpacked, this::masked);
            }
            return decoder.decode(unpacked);
        } catch (ServiceException e) {
            throw e;
        } catch (IOException e) {
            throw malformed(call.purpose(), reply, e);
        }
    }

    private HttpReply unpack(HttpReply reply) throws IOException {
        Compression compression = Compression.ofWireName(reply.header("content-encoding"));
        if (compression == Compression.NONE) {
            return reply;
        }
        byte[] body = reply.body();
        byte[] raw =
                compression.decompress(
                        body, 0, body.length, rawSize(reply), options.maxResponseBytes());
        return new HttpReply(reply.status(), reply.headers(), raw);
    }

    private static int rawSize(HttpReply reply) throws IOException {
        String declared = reply.header(RAW_SIZE);
        if (declared == null) {
            return -1;
        }
        try {
            int size = Integer.parseInt(declared.trim());
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new IOException("the header " + RAW_SIZE + " is no size: '" + declared + "'");
    }

    private ServiceException malformed(String purpose, HttpReply reply, IOException cause) {
        boolean nonsense = cause instanceof MalformedMessageException m && !m.isDamaged();
        String requestId = reply.header(REQUEST_ID);
        return new ServiceException(
                nonsense ? FailureKind.FATAL : FailureKind.RETRYABLE,
                DataHubErrors.MALFORMED_RESPONSE,
                reply.status(),
                requestId,
                String.format(
                        "failed to %s: %s (HTTP %d, request id %s): %s",
                        purpose,
                        DataHubErrors.MALFORMED_RESPONSE,
                        reply.status(),
                        requestId,
                        cause.getMessage()),
                cause);
    }

    /** What the service says may repeat what we sent. */
    private String masked(String text) {
        try {
            return options.credentials().credentials().maskIn(text);
        } catch (IOException e) {
            return "(not shown, as it could not be searched for secrets: " + e.getMessage() + ")";
        }
    }

    private static ServiceException unexpected(String purpose, Throwable cause) {
        return new ServiceException(
                FailureKind.FATAL,
                "ClientError",
                0,
                null,
                "failed to " + purpose + ": " + cause,
                cause);
    }

    /** Callers are promised a ServiceException, never a wrapper around it. */
    private static <T> CompletableFuture<T> unwrapped(CompletableFuture<T> future, String purpose) {
        CompletableFuture<T> result = new CompletableFuture<>();
        future.whenComplete(
                (value, failure) -> {
                    Throwable cause =
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure;
                    if (cause == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(
                                cause instanceof ServiceException
                                        ? cause
                                        : unexpected(purpose, cause));
                    }
                });
        return result;
    }

    /** The second call, made with the result of the first; fails as either of them does. */
    static <A, B> CompletableFuture<B> chained(
            CompletableFuture<A> first, Function<A, CompletableFuture<B>> second) {
        return unwrapped(first.thenCompose(second), "go on with an answer");
    }

    private static Map<String, String> commonHeaders() {
        Map<String, String> headers = new HashMap<>();
        headers.put(CLIENT_VERSION, PROTOCOL_VERSION);
        headers.put("User-Agent", "spillway-datahub");
        return headers;
    }

    @Override
    public void close() {
        http.close();
    }
}
