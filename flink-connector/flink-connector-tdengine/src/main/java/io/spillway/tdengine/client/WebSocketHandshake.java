/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.apache.flink.annotation.Internal;

/** Connects and turns an HTTP connection into a WebSocket. Blocks. */
@Internal
final class WebSocketHandshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 16;
    private static final int MAX_ANSWER = 16 * 1024;
    private static final int SWITCHING = 101;

    private WebSocketHandshake() {}

    /**
     * A connection that is a WebSocket now.
     *
     * @param ahead what the server has sent since
     */
    record Opened(SocketChannel channel, ByteBuffer ahead) {}

    /** The server answered with another status than the one wanted. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status) {
            super("HTTP status " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * @param path with the query
     * @param timeout for all of it
     * @throws SocketTimeoutException if it takes longer
     * @throws RefusedException if the server does not want to
     */
    static Opened open(Endpoint endpoint, String path, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, millisUntil(deadline));
            byte[] nonce = new byte[KEY_BYTES];
            RANDOM.nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            ByteBuffer request = ByteBuffer.wrap(request(endpoint, path, key));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            byte[] answer = new byte[MAX_ANSWER];
            int size = 0;
            int end;
            while ((end = endOfHead(answer, size)) < 0) {
                size += read(channel.socket(), answer, size, deadline);
            }
            check(new String(answer, 0, end, StandardCharsets.ISO_8859_1), key);
            return new Opened(channel, ByteBuffer.wrap(answer, end, size - end));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] request(Endpoint endpoint, String path, String key) {
        return ("GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + endpoint
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                        + key
                        + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int read(Socket socket, byte[] answer, int size, long deadline)
            throws IOException {
        if (size == answer.length) {
            throw new ProtocolException("the answer to the request for a WebSocket has no end");
        }
        socket.setSoTimeout(millisUntil(deadline));
        InputStream in = socket.getInputStream();
        int count = in.read(answer, size, answer.length - size);
        if (count < 0) {
            throw new EOFException("the server hung up instead of opening a WebSocket");
        }
        return count;
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no WebSocket in time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** The index behind the empty line, -1 if it has not come. */
    private static int endOfHead(byte[] bytes, int size) {
        for (int i = 3; i < size; i++) {
            if (bytes[i] == '\n'
                    && bytes[i - 1] == '\r'
                    && bytes[i - 2] == '\n'
                    && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static void check(String head, String key) throws IOException {
        String[] lines = head.split("\r\n");
        String[] status = lines[0].split(" ");
        if (!status[0].startsWith("HTTP/") || status.length < 2 || !status[1].matches("\\d{3}")) {
            throw new ProtocolException("the server does not speak HTTP");
        }
        int code = Integer.parseInt(status[1]);
        if (code != SWITCHING) {
            throw new RefusedException(code);
        }
        String wanted = accept(key);
        boolean accepted =
                Arrays.stream(lines)
                        .map(line -> line.split(":", 2))
                        .anyMatch(
                                field ->
                                        field.length == 2
                                                && field[0].trim()
                                                        .equalsIgnoreCase("Sec-WebSocket-Accept")
                                                && field[1].trim().equals(wanted));
        if (!accepted) {
            throw new ProtocolException("the server opened a WebSocket for somebody else");
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
