/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.client.WebSocketMessages.Receiver;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Opens connections: of our own, or with TLS or through a proxy by the JDK's client. */
@Internal
final class WireOpener implements AutoCloseable {

    private final TDengineGatewayOptions options;
    private final Executor executor;
    private final WireLoop loop = new WireLoop();

    /**
     * Null where it is not needed, and once closed, so that nothing keeps it and its thread alive.
     */
    @Nullable private volatile HttpClient client;

    private final boolean plain;

    private volatile boolean closed;

    /**
     * @param executor runs what waits for a connection
     */
    WireOpener(TDengineGatewayOptions options, Executor executor) {
        this.options = options;
        this.executor = executor;
        this.plain =
                !options.tls()
                        && options.proxy() == null
                        && options.parsedEndpoints().stream().allMatch(WireOpener::isDirect);
        this.client = plain ? null : newClient();
    }

    boolean isClosed() {
        return closed;
    }

    /** Fails if the opener is closed. */
    CompletableFuture<Wire> open(Endpoint endpoint, String path, Receiver receiver) {
        String target = path + query();
        if (plain) {
            return CompletableFuture.supplyAsync(
                    () -> openPlain(endpoint, target, receiver), executor);
        }
        HttpClient current = client;
        if (current == null) {
            return CompletableFuture.failedFuture(new IOException("the gateway was closed"));
        }
        WebSocket.Builder sockets =
                current.newWebSocketBuilder().connectTimeout(options.connectTimeout());
        if (options.proxy() != null && options.proxy().authorization() != null) {
            // known to the proxy only: the JDK's client never sends it through a tunnel
            sockets.header("Proxy-Authorization", options.proxy().authorization());
        }
        return sockets.buildAsync(
                        URI.create((options.tls() ? "wss://" : "ws://") + endpoint + target),
                        new WebSocketMessages(options.maxMessageBytes(), receiver))
                .thenApply(JdkWire::new);
    }

    /** Ends all connections that are not the JDK's. */
    @Override
    public void close() {
        closed = true;
        client = null;
        loop.close();
    }

    private Wire openPlain(Endpoint endpoint, String target, Receiver receiver) {
        try {
            if (closed) {
                throw new IOException("the gateway was closed");
            }
            return PlainWire.start(
                    WebSocketHandshake.open(endpoint, target, options.connectTimeout()),
                    options.maxMessageBytes(),
                    receiver,
                    loop);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private String query() {
        return options.token() == null
                ? ""
                : "?token=" + URLEncoder.encode(options.token().reveal(), StandardCharsets.UTF_8);
    }

    /** Whether the JVM's own settings name no proxy for it. */
    private static boolean isDirect(Endpoint endpoint) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies == null
                || proxies.select(URI.create("http://" + endpoint + "/")).stream()
                        .allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    }

    private HttpClient newClient() {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(options.connectTimeout())
                        .executor(executor);
        if (options.trustStore() != null) {
            builder.sslContext(options.trustStore().context());
        }
        if (options.proxy() != null) {
            builder.proxy(ProxySelector.of(options.proxy().address()));
        }
        return builder.build();
    }
}
