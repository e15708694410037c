/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import io.spillway.common.failure.ServiceException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Asynchronous HTTP/1.1 on a few threads of its own. Certificates and host names are always
 * verified, redirects never followed, and a call is made once.
 *
 * <p>Thread-safe. Futures fail with {@link ServiceException} only; an answer of any status is a
 * success here. {@link #close} fails the calls in flight and ends the threads; the JDK's selector
 * thread, which cannot be closed before Java 21, ends once the garbage collector has seen that the
 * client is gone.
 */
@Internal
public final class AsyncHttpClient implements AutoCloseable {

    private static final int MAX_THREADS = 4;
    private static final int IDLE_THREAD_SECONDS = 30;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final HttpSettings settings;
    private final HttpFailures failures;
    private final ThreadPoolExecutor executor;
    @Nullable private final String proxyAuthorization;
    private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();

    /** Null once closed, so that nothing keeps the JDK's client alive. */
    private volatile HttpClient client;

    /**
     * @param threadName prefix of the names of the threads
     * @param requestIdHeader response header that carries the service's request id
     */
    public AsyncHttpClient(HttpSettings settings, String threadName, String requestIdHeader) {
        this.settings = settings;
        this.failures = new HttpFailures(settings, requestIdHeader);
        this.proxyAuthorization =
                settings.proxy() == null ? null : settings.proxy().authorization();
        this.executor = newExecutor(threadName);
        this.client = newClient(settings, executor);
    }

    /** Threads for the work around calls, such as packing bodies; must not be blocked. */
    public Executor executor() {
        return executor;
    }

    /** Signs and sends a request. */
    public CompletableFuture<HttpReply> send(HttpCall call, RequestSigner signer) {
        HttpClient current = client;
        if (current == null) {
            return CompletableFuture.failedFuture(failures.closed(call));
        }
        HttpRequest request;
        try {
            request = toRequest(call, signer);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(failures.unsigned(call, e));
        }
        Exchange exchange = new Exchange(call, settings.maxResponseBytes());
        inFlight.add(exchange);
        exchange.result.whenComplete((reply, failure) -> inFlight.remove(exchange));
        exchange.start(current, request);
        if (client == null) {
            // closed meanwhile: close() may not have seen this exchange
            exchange.abort(failures.closed(call));
        }
        return exchange.result;
    }

    @Override
    public void close() {
        client = null;
        for (Exchange exchange : inFlight) {
            exchange.abort(failures.closed(exchange.call));
        }
        // what waits for a thread is told by running: every call fails now
        executor.shutdownNow().forEach(Runnable::run);
    }

    private HttpRequest toRequest(HttpCall call, RequestSigner signer) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri());
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.putAll(signer.sign(call));
        if (proxyAuthorization != null) {
            // known to the proxy only: the JDK's client never sends it through a tunnel
            headers.put("Proxy-Authorization", proxyAuthorization);
        }
        headers.forEach(builder::setHeader);
        builder.method(
                call.method(),
                call.bodyLength() == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(call.body(), 0, call.bodyLength()));
        return builder.build();
    }

    private static HttpClient newClient(HttpSettings settings, Executor executor) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        // on plain http the default would ask for an upgrade to HTTP/2 first
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .executor(executor);
        if (settings.proxy() != null) {
            builder.proxy(ProxySelector.of(settings.proxy().address()));
        }
        if (settings.trustStore() != null) {
            builder.sslContext(settings.trustStore().context());
        }
        return builder.build();
    }

    private static ThreadPoolExecutor newExecutor(String threadName) {
        int threads =
                Math.min(MAX_THREADS, Math.max(2, Runtime.getRuntime().availableProcessors()));
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, threadName);
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** A call on its way. */
    private final class Exchange {

        private final HttpCall call;
        private final BoundedBody body;
        private final CompletableFuture<HttpReply> result = new CompletableFuture<>();
        private volatile CompletableFuture<?> underWay;

        Exchange(HttpCall call, int maxBytes) {
            this.call = call;
            this.body = new BoundedBody(maxBytes);
        }

        void start(HttpClient client, HttpRequest request) {
            try {
                var sent = client.sendAsync(request, body);
                underWay = sent;
                sent.<HttpReply>thenApply(r -> new HttpReply(r.statusCode(), r.headers(), r.body()))
                        .orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(this::complete, executor);
            } catch (RuntimeException e) {
                // a rejected request, or the executor was shut down meanwhile
                complete(null, e);
            }
        }

        private void complete(HttpReply reply, Throwable failure) {
            if (failure == null) {
                if (reply.status() == PROXY_AUTHENTICATION_REQUIRED) {
                    abort(failures.proxyRefused(call, proxyAuthorization != null));
                } else {
                    result.complete(reply);
                }
            } else {
                abort(failures.map(call, failure, body.headers()));
            }
        }

        void abort(ServiceException failure) {
            result.completeExceptionally(failure);
            CompletableFuture<?> sent = underWay;
            if (sent != null) {
                sent.cancel(true);
            }
        }
    }
}
