/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.RawServer.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncHttpClientTest {

    private static final String REQUEST_ID = "x-request-id";
    private static final RequestSigner UNSIGNED = call -> Map.of();

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void everyAnswerIsAReply() throws Exception {
        URI uri =
                server(
                        "HTTP/1.1 418 Teapot\r\nX-Request-Id: r1\r\nContent-Length: 5\r\n\r\nhello",
                        Ending.CLOSE);

        HttpReply reply = client(settings()).send(get(uri), UNSIGNED).get();

        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.header("x-request-ID")).isEqualTo("r1");
        assertThat(reply.body()).asString().isEqualTo("hello");
    }

    @Test
    void everyAttemptIsSignedAnew() throws Exception {
        HttpServer server = HttpServer.create(loopback(), 0);
        List<String> seen = new CopyOnWriteArrayList<>();
        server.createContext(
                "/",
                exchange -> {
                    seen.add(
                            exchange.getRequestMethod()
                                    + exchange.getRequestHeaders().getFirst("Signature")
                                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        open.add(() -> server.stop(0));
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x");
        AtomicInteger count = new AtomicInteger();
        RequestSigner signer = call -> Map.of("Signature", "s" + count.incrementAndGet());
        AsyncHttpClient client = client(settings());
        byte[] body = "body, of which a part is sent".getBytes(UTF_8);
        HttpCall call = new HttpCall("test", "POST", uri, Map.of("Signature", "none"), body, 4);

        client.send(call, signer).get();
        client.send(call, signer).get();

        assertThat(seen).containsExactly("POSTs1body", "POSTs2body");
    }

    @Test
    void withoutCredentialsNothingIsSent() {
        ServiceException failure =
                failureOf(
                        client(settings())
                                .send(
                                        get(URI.create("http://127.0.0.1:1/")),
                                        call -> {
                                            throw new IOException("the variable X is not set");
                                        }));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("NoCredentials");
        assertThat(failure).hasMessageContaining("the variable X is not set");
    }

    @Test
    void aRefusedConnectionMayBeTriedAgain() throws Exception {
        int port;
        try (ServerSocket freed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = freed.getLocalPort();
        }

        ServiceException failure =
                failureOf(
                        client(settings())
                                .send(get(URI.create("http://127.0.0.1:" + port + "/")), UNSIGNED));

        assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(failure.code()).isEqualTo("ConnectionFailed");
        assertThat(failure)
                .hasMessage(
                        "failed to read the answer: ConnectionFailed (http://127.0.0.1:"
                                + port
                                + "): connection refused");
    }

    @Test
    void anUnknownHostIsNamed() {
        ServiceException failure =
                failureOf(
                        client(settings())
                                .send(get(URI.create("http://no-such-host.invalid/")), UNSIGNED));

        assertThat(failure.code()).isEqualTo("ConnectionFailed");
        assertThat(failure)
                .hasMessageContaining("http://no-such-host.invalid")
                .hasMessageContaining("cannot be resolved");
    }

    @Test
    void silenceEndsInATimeout() throws Exception {
        URI uri = server("", Ending.STALL);

        ServiceException failure = failureOf(client(impatient()).send(get(uri), UNSIGNED));

        assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(failure.code()).isEqualTo("Timeout");
        assertThat(failure).hasMessageContaining("no whole answer within 300 ms");
    }

    @Test
    void aStalledBodyEndsInATimeoutThatKnowsTheRequest() throws Exception {
        URI uri =
                server(
                        "HTTP/1.1 200 OK\r\nX-Request-Id: r7\r\nContent-Length: 100\r\n\r\nhalf",
                        Ending.STALL);

        ServiceException failure = failureOf(client(impatient()).send(get(uri), UNSIGNED));

        assertThat(failure.code()).isEqualTo("Timeout");
        assertThat(failure.requestId()).isEqualTo("r7");
        assertThat(failure).hasMessageContaining("request id r7");
    }

    @Test
    void aBrokenConnectionMayBeTriedAgain() throws Exception {
        URI silent = server("", Ending.CLOSE);
        URI half =
                server(
                        "HTTP/1.1 200 OK\r\nX-Request-Id: r8\r\nContent-Length: 100\r\n\r\nhalf",
                        Ending.CLOSE);

        for (URI uri : List.of(silent, half)) {
            ServiceException failure = failureOf(client(settings()).send(get(uri), UNSIGNED));

            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
            assertThat(failure.code()).isEqualTo("ConnectionLost");
            assertThat(failure.requestId()).isEqualTo(uri == half ? "r8" : null);
        }
    }

    @Test
    void aBodyIsReadUpToItsLimit() throws Exception {
        URI announced =
                server("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001));
        URI endless = server("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001));
        URI within = server("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000));
        HttpSettings small =
                new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(20), 1000, null);

        for (URI uri : List.of(announced, endless)) {
            ServiceException failure = failureOf(client(small).send(get(uri), UNSIGNED));

            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.code()).isEqualTo("ResponseTooLarge");
        }
        assertThat(client(small).send(get(within), UNSIGNED).get().body()).hasSize(1000);
    }

    @Test
    void requestsGoThroughTheProxy() throws Exception {
        URI proxy = server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy", Ending.CLOSE);
        HttpSettings proxied =
                new HttpSettings(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        1000,
                        HttpProxy.of(proxy.getAuthority()));

        HttpReply reply =
                client(proxied)
                        .send(get(URI.create("http://no-such-host.invalid/")), UNSIGNED)
                        .get();

        assertThat(reply.body()).asString().isEqualTo("proxy");
    }

    @Test
    void aProxyThatWantsAUserIsToldOneAndNamedIfThatIsNotEnough() throws Exception {
        for (String scheme : List.of("http", "https")) {
            URI proxy =
                    server(
                            "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\n"
                                    + "Content-Length: 0\r\n\r\n",
                            Ending.CLOSE);
            HttpSettings proxied =
                    new HttpSettings(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(20),
                            1000,
                            HttpProxy.of(proxy.getAuthority(), "ann", Secret.of("geheim")));

            ServiceException failure =
                    failureOf(
                            client(proxied)
                                    .send(
                                            get(URI.create(scheme + "://no-such-host.invalid/")),
                                            UNSIGNED));

            assertThat(failure.code()).isEqualTo("ProxyRefused");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure)
                    .hasMessageContaining(
                            "no-such-host.invalid through proxy " + proxy.getAuthority())
                    .hasMessageContaining("check 'proxy.username' and 'proxy.password'")
                    .hasMessageNotContaining("geheim");
            assertThat(failure.getMessage().contains("env.java.opts.all"))
                    .as("what Java must be told to send a password for a tunnel")
                    .isEqualTo(scheme.equals("https"));
        }
    }

    @Test
    void closingFailsWhatIsInFlightAndEndsTheThreads() throws Exception {
        URI uri = server("", Ending.STALL);
        AsyncHttpClient client =
                new AsyncHttpClient(settings(), "http-test-to-be-closed", REQUEST_ID);
        CompletableFuture<HttpReply> inFlight = client.send(get(uri), UNSIGNED);
        assertThat(inFlight).isNotDone();

        client.close();

        assertThat(failureOf(inFlight).code()).isEqualTo("Closed");
        assertThat(failureOf(client.send(get(uri), UNSIGNED)).code()).isEqualTo("Closed");
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> threadsNamed("http-test-to-be-closed") == 0);
    }

    @Test
    void aClosedClientLeavesNoSelectorBehind() throws Exception {
        long before = selectors();
        for (int i = 0; i < 3; i++) {
            URI uri = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            AsyncHttpClient client = new AsyncHttpClient(settings(), "short-lived", REQUEST_ID);
            client.send(get(uri), UNSIGNED).get();
            client.close();
        }

        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> {
                            System.gc();
                            return selectors() <= before;
                        });
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .count();
    }

    private static long threadsNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private static ServiceException failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> future.get(30, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(ServiceException.class);
        return (ServiceException) thrown.getCause();
    }

    private AsyncHttpClient client(HttpSettings settings) {
        AsyncHttpClient client = new AsyncHttpClient(settings, "http-test", REQUEST_ID);
        open.add(client);
        return client;
    }

    private static HttpSettings settings() {
        return new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(20), 1 << 20, null);
    }

    private static HttpSettings impatient() {
        return new HttpSettings(Duration.ofSeconds(5), Duration.ofMillis(300), 1 << 20, null);
    }

    private static HttpCall get(URI uri) {
        return HttpCall.withoutBody("read the answer", "GET", uri, Map.of());
    }

    private URI server(String answer) throws IOException {
        return server(answer, Ending.CLOSE);
    }

    private URI server(String answer, Ending ending) throws IOException {
        RawServer server = new RawServer(answer, ending);
        open.add(server);
        return server.uri();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
