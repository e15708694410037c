/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket server, written byte by byte, that does with each request what the test says: answers
 * in any order, in pieces, wrongly, or not at all.
 */
final class ScriptedAdapter implements AutoCloseable {

    static final String VERSION = "3.3.7.5";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Script script;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    ScriptedAdapter(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedAdapter(ServerSocket server, Script script) {
        this.script = script;
        this.server = server;
        start(this::acceptAll);
    }

    /** What to do with a request; called on the thread of its connection. */
    interface Script {
        void handle(Request request) throws IOException;
    }

    /** Logs everyone in, and hands all else on. */
    static Script loggingIn(Script rest) {
        return request -> {
            if (request.action().equals("conn")) {
                request.answer("\"version\":\"" + VERSION + "\"");
            } else {
                rest.handle(request);
            }
        };
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The next request of this action, whoever sent it. */
    Request await(String action) throws InterruptedException {
        for (; ; ) {
            Request request = requests.poll(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request " + action + " within 10 s");
            }
            if (request.action().equals(action)) {
                return request;
            }
        }
    }

    List<Connection> connections() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.kill();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-adapter");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept());
                connections.add(connection);
                if (server.isClosed()) {
                    // closing may not have seen this one
                    connection.kill();
                }
                start(connection::serve);
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    /** A request and the connection it came by. */
    final class Request {

        final Connection connection;
        final String text;
        final byte[] bytes;

        Request(Connection connection, String text, byte[] bytes) {
            this.connection = connection;
            this.text = text;
            this.bytes = bytes;
        }

        /** As in JSON; {@code query}, {@code fetch} or {@code bind} for binary requests. */
        String action() {
            if (text != null) {
                return json().path("action").asText();
            }
            return switch ((int) number(16)) {
                case 6 -> "binary_query";
                case 7 -> "binary_fetch";
                case 9 -> "stmt2_bind";
                default -> "unknown";
            };
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        JsonNode args() {
            return json().path("args");
        }

        long number(int at) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
        }

        String sql() {
            return new String(bytes, 30, bytes.length - 30, UTF_8);
        }

        long id() {
            return text == null ? number(0) : args().path("req_id").asLong();
        }

        /**
         * Answers well.
         *
         * @param members JSON members besides the usual ones, may be empty
         */
        void answer(String members) throws IOException {
            connection.text(answerText(members));
        }

        String answerText(String members) {
            return "{\"code\":0,\"message\":\"\",\"action\":\""
                    + action()
                    + "\",\"req_id\":"
                    + id()
                    + ",\"timing\":1"
                    + (members.isEmpty() ? "" : "," + members)
                    + "}";
        }

        void refuse(int code, String message) throws IOException {
            connection.text(
                    "{\"code\":"
                            + code
                            + ",\"message\":\""
                            + message
                            + "\",\"action\":\""
                            + action()
                            + "\",\"req_id\":"
                            + id()
                            + ",\"timing\":1}");
        }

        /** Answers a recorded JSON message, under this request's id. */
        void answerRecorded(String recorded) throws IOException {
            connection.text(recorded.replaceFirst("\"req_id\":\\d+", "\"req_id\":" + id()));
        }

        /** Answers a recorded binary message, under this request's id. */
        void answerRecorded(byte[] recorded) throws IOException {
            byte[] answer = recorded.clone();
            ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).putLong(26, id());
            connection.binary(answer);
        }
    }

    /** One client. */
    final class Connection {

        private final Socket socket;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>();
        private volatile String requestLine;

        Connection(Socket socket) {
            this.socket = socket;
        }

        String requestLine() {
            return requestLine;
        }

        void text(String message) throws IOException {
            frame(0x81, message.getBytes(UTF_8));
        }

        void binary(byte[] message) throws IOException {
            frame(0x82, message);
        }

        /** A text in frames of some bytes each, with a ping between them. */
        void textInPieces(String message, int size) throws IOException {
            byte[] bytes = message.getBytes(UTF_8);
            for (int from = 0; from < bytes.length; from += size) {
                int to = Math.min(bytes.length, from + size);
                int head = (from == 0 ? 0x01 : 0x00) | (to == bytes.length ? 0x80 : 0);
                frame(head, java.util.Arrays.copyOfRange(bytes, from, to));
                frame(0x89, new byte[] {(byte) from});
            }
        }

        /** The beginning of a binary frame that never ends. */
        void halfFrame(byte[] message) throws IOException {
            byte[] framed = framed(0x82, message);
            write(java.util.Arrays.copyOf(framed, framed.length / 2));
        }

        byte[] ping(byte[] payload) throws IOException, InterruptedException {
            frame(0x89, payload);
            return pongs.poll(10, TimeUnit.SECONDS);
        }

        /** Ends in order. */
        void closeWith(int code) throws IOException {
            frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
        }

        /** Ends at once. */
        void kill() throws IOException {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                if (!socket.isClosed()) {
                    throw e;
                }
                // the client was faster, and its thread has closed this end
            }
        }

        /** Whether the client ends this connection soon. */
        boolean awaitEnd() throws InterruptedException {
            return ended.await(10, TimeUnit.SECONDS);
        }

        private void serve() {
            try (socket) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                shakeHands(in);
                while (readMessage(in)) {
                    // until the client goes away
                }
            } catch (IOException e) {
                // the client went away, or the test ended this
            } finally {
                ended.countDown();
            }
        }

        private void shakeHands(DataInputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
                head.write(in.readByte());
            }
            String text = head.toString(UTF_8);
            requestLine = text.substring(0, text.indexOf("\r\n"));
            String key =
                    text.lines()
                            .filter(line -> line.toLowerCase().startsWith("sec-websocket-key:"))
                            .map(line -> line.substring(line.indexOf(':') + 1).trim())
                            .findFirst()
                            .orElseThrow();
            write(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + accept(key)
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
        }

        private boolean readMessage(DataInputStream in) throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int kind = 0;
            for (boolean last = false; !last; ) {
                int head = in.readUnsignedByte();
                int op = head & 0x0f;
                byte[] payload = payload(in);
                if (op == 8) {
                    return false;
                }
                if (op == 9) {
                    frame(0x8a, payload);
                    continue;
                }
                if (op == 10) {
                    pongs.add(payload);
                    continue;
                }
                kind = op == 0 ? kind : op;
                message.writeBytes(payload);
                last = (head & 0x80) != 0;
            }
            byte[] bytes = message.toByteArray();
            Request request =
                    kind == 1
                            ? new Request(this, new String(bytes, UTF_8), null)
                            : new Request(this, null, bytes);
            requests.add(request);
            script.handle(request);
            return true;
        }

        private byte[] payload(DataInputStream in) throws IOException {
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return payload;
        }

        private void frame(int head, byte[] payload) throws IOException {
            write(framed(head, payload));
        }

        private byte[] framed(int head, byte[] payload) {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
            frame.put((byte) head);
            if (payload.length < 126) {
                frame.put((byte) payload.length);
            } else if (payload.length <= 0xffff) {
                frame.put((byte) 126).putShort((short) payload.length);
            } else {
                frame.put((byte) 127).putLong(payload.length);
            }
            frame.put(payload);
            return java.util.Arrays.copyOf(frame.array(), frame.position());
        }

        private synchronized void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        private String accept(String key) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-1");
                return Base64.getEncoder().encodeToString(sha.digest((key + GUID).getBytes(UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
