/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.testing.tls.SelfSigned;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nullable;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * What may stand before a service on this machine: an HTTP proxy, or an end of TLS. Remembers what
 * passed.
 */
public final class HttpFront implements AutoCloseable {

    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final Server server = new Server();
    private ServerConnector connector;

    private HttpFront() {}

    /** A proxy that asks for a user: {@code user:password}, null to ask nobody. */
    public static HttpFront proxy(@Nullable String user) throws Exception {
        HttpFront front = new HttpFront();
        front.connector = new ServerConnector(front.server);
        ConnectHandler tunnels = front.tunnels(user);
        tunnels.setHandler(front.forward(user));
        return front.started(tunnels);
    }

    /** An end of TLS with the certificate of {@link SelfSigned}, before a plain endpoint. */
    public static HttpFront tls(Path store, String endpoint) throws Exception {
        HttpFront front = new HttpFront();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(store.toString());
        tls.setKeyStorePassword(SelfSigned.PASSWORD);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        front.connector =
                new ServerConnector(
                        front.server,
                        new SslConnectionFactory(tls, "http/1.1"),
                        new HttpConnectionFactory(http));
        return front.started(
                new ProxyHandler.Reverse(
                        request ->
                                HttpURI.from(endpoint + request.getHttpURI().getCanonicalPath())) {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        front.remember(request);
                        return super.handle(request, response, callback);
                    }
                });
    }

    /** {@code host:port}. */
    public String address() {
        return "localhost:" + connector.getLocalPort();
    }

    /** Method, target and, if there was one, the proxy's user of each request so far. */
    public List<String> passed() {
        return passed;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private HttpFront started(Handler handler) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        return this;
    }

    private ConnectHandler tunnels(@Nullable String user) {
        return new ConnectHandler() {
            @Override
            protected boolean handleAuthentication(
                    Request request, Response response, String address) {
                remember(request);
                return isKnown(request, user);
            }
        };
    }

    private Handler forward(@Nullable String user) {
        return new ProxyHandler.Forward() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                remember(request);
                if (!isKnown(request, user)) {
                    response.getHeaders().put(HttpHeader.PROXY_AUTHENTICATE, "Basic realm=\"x\"");
                    Response.writeError(request, response, callback, 407);
                    return true;
                }
                return super.handle(request, response, callback);
            }

            @Override
            protected HttpClient newHttpClient() {
                HttpClient client = super.newHttpClient();
                client.setUserAgentField(null);
                return client;
            }
        };
    }

    private void remember(Request request) {
        String user = request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION);
        passed.add(
                request.getMethod()
                        + " "
                        + request.getHttpURI().asString()
                        + (user == null ? "" : " as " + decoded(user)));
    }

    private static boolean isKnown(Request request, @Nullable String user) {
        String given = request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION);
        return user == null || given != null && decoded(given).equals(user);
    }

    private static String decoded(String basic) {
        return new String(
                Base64.getDecoder().decode(basic.substring("Basic ".length())),
                StandardCharsets.UTF_8);
    }
}
