/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** Answers every connection with the same bytes once its request's head has come. */
final class RawServer implements AutoCloseable {

    /** What happens after the answer. */
    enum Ending {
        CLOSE,
        STALL
    }

    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] answer;
    private final Ending ending;

    RawServer(String answer, Ending ending) throws IOException {
        this.answer = answer.getBytes(UTF_8);
        this.ending = ending;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serveAll, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    private void serveAll() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket);
            } catch (IOException e) {
                // the test is over, or the client went away
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        if (ending == Ending.STALL) {
            closed.await();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
