/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** An HTTP proxy, for tunnels and for plain requests; remembers what it was asked for. */
public final class ForwardingProxy implements AutoCloseable {

    private static final Pattern TUNNEL = Pattern.compile("CONNECT ([^ :]+):(\\d+) HTTP/1\\.1");
    private static final Pattern PLAIN =
            Pattern.compile("[A-Z]+ http://([^/:]+):(\\d+)/\\S* HTTP.*");

    private final ServerSocket listener;
    @Nullable private final String authorization;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /**
     * @param user {@code user:password} to ask for, null to ask nobody
     */
    public ForwardingProxy(@Nullable String user) {
        authorization =
                user == null
                        ? null
                        : "proxy-authorization: basic "
                                + Base64.getEncoder()
                                        .encodeToString(user.getBytes(StandardCharsets.UTF_8));
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** {@code host:port}. */
    public String address() {
        return listener.getInetAddress().getHostAddress() + ':' + listener.getLocalPort();
    }

    /** The first line of the first request of each connection. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        closeQuietly(listener);
        sockets.forEach(ForwardingProxy::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                // closed
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            byte[] head = head(client.getInputStream());
            String text = new String(head, StandardCharsets.ISO_8859_1);
            String request = text.substring(0, text.indexOf('\r'));
            asked.add(request);
            if (authorization != null && !isKnown(text)) {
                answer(
                        client,
                        "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"");
                client.close();
                return;
            }
            Matcher tunnel = TUNNEL.matcher(request);
            Matcher plain = PLAIN.matcher(request);
            if (tunnel.matches()) {
                Socket server = connect(tunnel);
                answer(client, "200 Connection established");
                pass(client, server);
            } else if (plain.matches()) {
                Socket server = connect(plain);
                // servers take requests that name themselves
                server.getOutputStream().write(head);
                pass(client, server);
            } else {
                answer(client, "400 Bad Request");
                client.close();
            }
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    /** The scheme and the name of the header in any case; the rest is compared to the letter. */
    private boolean isKnown(String head) {
        int at = authorization.lastIndexOf(' ') + 1;
        return head.lines()
                .anyMatch(
                        line ->
                                line.length() == authorization.length()
                                        && line.regionMatches(true, 0, authorization, 0, at)
                                        && line.endsWith(authorization.substring(at)));
    }

    private Socket connect(Matcher target) throws IOException {
        Socket server = new Socket(target.group(1), Integer.parseInt(target.group(2)));
        sockets.add(server);
        return server;
    }

    private static void pass(Socket client, Socket server) throws IOException {
        start(() -> copy(server, client));
        copy(client, server);
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4096];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side went away; both are closed
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream()
                .write(
                        ("HTTP/1.1 "
                                        + status
                                        + "\r\n"
                                        + (status.startsWith("2") ? "" : "Content-Length: 0\r\n")
                                        + "\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client went away");
            }
            head.write(next);
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "forwarding-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // gone either way
        }
    }
}
