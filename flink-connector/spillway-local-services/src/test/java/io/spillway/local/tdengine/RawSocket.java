/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket that sends and receives messages as they are. */
final class RawSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 15;

    /** Stands behind the last message. */
    private static final Object END = new Object();

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebSocket socket;

    private RawSocket(String url) {
        socket =
                HTTP.newWebSocketBuilder()
                        .buildAsync(URI.create(url), new Receiver())
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join();
    }

    static RawSocket open(LocalTDengine server, String path) {
        return new RawSocket(server.webSocketUrl() + path);
    }

    /** Opens {@code /ws} and connects. */
    static RawSocket connect(LocalTDengine server, String database) throws Exception {
        RawSocket socket = open(server, "/ws");
        JsonNode answer =
                socket.ask(
                        "{\"action\":\"conn\",\"args\":{\"req_id\":1,\"user\":\"root\","
                                + "\"password\":\"taosdata\",\"db\":\""
                                + database
                                + "\"}}");
        if (answer.get("code").asInt() != 0) {
            throw new IllegalStateException(answer.toString());
        }
        return socket;
    }

    /** An action with the inside of its arguments. */
    JsonNode ask(String action, String args) throws Exception {
        return ask(
                "{\"action\":\""
                        + action
                        + "\",\"args\":{\"req_id\":7"
                        + comma(args)
                        + args
                        + "}}");
    }

    private static String comma(String args) {
        return args.isEmpty() ? "" : ",";
    }

    JsonNode ask(String text) throws Exception {
        send(text);
        return receive();
    }

    void send(String text) {
        socket.sendText(text, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    void query(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(30 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(9).putLong(0).putLong(6).putShort((short) 1);
        frame.putInt(text.length).put(text);
        send(frame.array());
    }

    void fetch(long result) {
        ByteBuffer frame = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
        send(frame.putLong(9).putLong(result).putLong(7).putShort((short) 1).array());
    }

    JsonNode receive() throws Exception {
        return MAPPER.readTree((String) take());
    }

    byte[] receiveBinary() throws Exception {
        return (byte[]) take();
    }

    /** The next message, text or bytes; null if the socket closes instead. */
    Object take() throws InterruptedException {
        Object message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("Nothing was received in " + PATIENCE_SECONDS + " s");
        }
        if (message == END) {
            received.add(END);
            return null;
        }
        return message;
    }

    /** Whether nothing comes for a while. */
    boolean isSilentFor(long millis) throws InterruptedException {
        return received.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    boolean awaitClosed() throws InterruptedException {
        return closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                received.add(bytes.toByteArray());
                bytes.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end();
        }

        private void end() {
            received.add(END);
            closed.countDown();
        }
    }
}
