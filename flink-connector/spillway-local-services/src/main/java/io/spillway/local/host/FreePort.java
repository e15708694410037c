/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds loopback ports for services that have to know their port before they listen. */
public final class FreePort {

    // Below the range the kernel takes ports from for outgoing connections, so that none of those
    // can grab the port between our look and the service's bind.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePort() {}

    /**
     * Returns a loopback port nobody listens on at this moment.
     *
     * @throws IOException if none was found
     */
    public static int pick() throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try {
                requireFree(port);
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("No free loopback port between " + FIRST + " and " + LAST, last);
    }

    /**
     * Checks a port somebody asked for.
     *
     * @throws IOException if the port is taken; the message names it
     */
    public static void requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new IOException(
                    "Port " + port + " on 127.0.0.1 is taken: choose another one or 0", e);
        }
    }
}
