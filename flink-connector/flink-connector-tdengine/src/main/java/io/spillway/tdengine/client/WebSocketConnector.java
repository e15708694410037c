/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpProxy;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;

/**
 * Opens connections on whichever endpoint answers, the last good one first. All of them share a
 * thread, which ends when the connector is closed.
 */
@Internal
final class WebSocketConnector implements AutoCloseable {

    private static final int IDLE_SECONDS = 10;
    private static final String REFUSED = "connection refused";
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_REFUSED = 407;
    private static final int MAX_CAUSES = 16;
    private static final int SERVER_ERROR = 500;

    private final TDengineGatewayOptions options;
    private final List<Endpoint> endpoints;
    private final ThreadPoolExecutor executor;
    private final Set<WebSocketChannel> channels = ConcurrentHashMap.newKeySet();
    private final WireOpener wires;
    private volatile int first;

    WebSocketConnector(TDengineGatewayOptions options) {
        this.options = options;
        this.endpoints = new ArrayList<>(options.parsedEndpoints());
        Collections.shuffle(endpoints);
        this.executor = newExecutor();
        this.wires = new WireOpener(options, executor);
    }

    /**
     * Connects and logs in.
     *
     * @param purpose completes "failed to ..."
     * @param login turns a connection into what is wanted; if it fails for good, no other endpoint
     *     is tried
     */
    <T> CompletableFuture<T> open(
            String path, String purpose, Function<WebSocketChannel, CompletableFuture<T>> login) {
        return new Attempt<>(path, purpose, login).start();
    }

    @Override
    public void close() {
        wires.close();
        for (WebSocketChannel channel : channels) {
            channel.close(
                    FailureKind.FATAL, TDengineErrors.GATEWAY_CLOSED, "the gateway was closed");
        }
        executor.shutdown();
    }

    private String where() {
        String endpoints = String.join(",", options.endpoints());
        return options.proxy() == null
                ? endpoints
                : endpoints + " through proxy " + options.proxy();
    }

    private static ThreadPoolExecutor newExecutor() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "tdengine-connect");
                    thread.setDaemon(true);
                    return thread;
                },
                // after the end someone has to tell those who wait that it is the end
                (task, pool) -> task.run());
    }

    /** Goes through the endpoints until one is good. */
    private final class Attempt<T> {

        private final String path;
        private final String purpose;
        private final Function<WebSocketChannel, CompletableFuture<T>> login;
        private final int start = first;
        private final List<String> reasons = new ArrayList<>();
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private int tried;
        private boolean retryable;
        private Throwable lastCause;

        Attempt(
                String path,
                String purpose,
                Function<WebSocketChannel, CompletableFuture<T>> login) {
            this.path = path;
            this.purpose = purpose;
            this.login = login;
        }

        CompletableFuture<T> start() {
            tryNext();
            return result;
        }

        private void tryNext() {
            if (wires.isClosed()) {
                result.completeExceptionally(closed());
                return;
            }
            if (tried == endpoints.size()) {
                result.completeExceptionally(noneGood());
                return;
            }
            int index = (start + tried++) % endpoints.size();
            Endpoint endpoint = endpoints.get(index);
            WebSocketChannel channel = new WebSocketChannel(endpoint.toString(), executor);
            channels.add(channel);
            channel.ended().thenRun(() -> channels.remove(channel));
            if (wires.isClosed()) {
                // closed meanwhile: close() may not have seen this one
                result.completeExceptionally(closed());
                return;
            }
            wires.open(endpoint, path, channel)
                    .thenCompose(
                            wire -> {
                                channel.opened(wire);
                                return login.apply(channel);
                            })
                    .whenComplete(
                            (value, failure) -> {
                                if (failure == null) {
                                    first = index;
                                    result.complete(value);
                                } else {
                                    failed(channel, Failures.unwrap(failure));
                                }
                            });
        }

        private void failed(WebSocketChannel channel, Throwable failure) {
            channel.close(
                    FailureKind.RETRYABLE,
                    TDengineErrors.CONNECTION_LOST,
                    "the connection was given up before it was ready");
            if (wires.isClosed()) {
                result.completeExceptionally(closed());
                return;
            }
            if (failure instanceof ServiceException refusal
                    && refusal.kind() == FailureKind.FATAL) {
                // the cluster's own answer, which every endpoint would give
                result.completeExceptionally(refusal);
                return;
            }
            reasons.add(channel.where() + ": " + describe(failure));
            retryable |= isRetryable(failure);
            lastCause = failure;
            tryNext();
        }

        private ServiceException closed() {
            return Failures.failure(
                    FailureKind.FATAL,
                    TDengineErrors.GATEWAY_CLOSED,
                    purpose,
                    where(),
                    0,
                    "the gateway was closed",
                    null);
        }

        private ServiceException noneGood() {
            if (reasons.size() == 1 && lastCause instanceof ServiceException only) {
                return only;
            }
            return Failures.failure(
                    retryable ? FailureKind.RETRYABLE : FailureKind.FATAL,
                    TDengineErrors.CONNECT_FAILED,
                    purpose,
                    where(),
                    0,
                    "no endpoint could be connected to; " + String.join("; ", reasons),
                    lastCause);
        }
    }

    private static boolean isRetryable(Throwable failure) {
        if (isRefusedByProxy(failure)) {
            return false;
        }
        int status = refusedWith(failure);
        return status > 0
                ? status >= SERVER_ERROR
                : find(failure, CertificateException.class) == null;
    }

    /** The JDK's client tells it by its words only. */
    private static boolean isRefusedByProxy(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof WebSocketHandshakeException refused
                    && refused.getResponse().statusCode() == PROXY_REFUSED) {
                return true;
            }
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("Tunnel failed") && message.contains("407")
                    || message.startsWith("No credentials provided")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private String describe(Throwable failure) {
        if (options.proxy() != null && isRefusedByProxy(failure)) {
            return HttpProxy.describeRefusal(options.proxy().authorization() != null, true);
        }
        int status = refusedWith(failure);
        if (status > 0) {
            return "HTTP status "
                    + status
                    + (status == UNAUTHORIZED
                            ? " (the credentials are refused)"
                            : " where a WebSocket was asked for (is it taosAdapter's port?)");
        }
        if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
            return "no connection within " + options.connectTimeout().toMillis() + " ms";
        }
        if (find(failure, UnresolvedAddressException.class) != null) {
            return "the host name cannot be resolved";
        }
        if (find(failure, CertificateException.class) != null) {
            return "the server's certificate is not trusted: "
                    + WebSocketMessages.describe(failure);
        }
        boolean refused =
                failure instanceof ConnectException
                        && (failure.getMessage() == null
                                || failure.getMessage().equalsIgnoreCase(REFUSED));
        return refused ? REFUSED : WebSocketMessages.describe(failure);
    }

    /** The HTTP status that came instead of a WebSocket, 0 if none did. */
    private static int refusedWith(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException byJdk) {
            return byJdk.getResponse().statusCode();
        }
        return failure instanceof WebSocketHandshake.RefusedException refused
                ? refused.status()
                : 0;
    }

    private static Throwable find(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
