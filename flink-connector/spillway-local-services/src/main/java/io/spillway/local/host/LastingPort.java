/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A free port that stays free while its server is down: it is none of those that systems hand out
 * to whoever connects or asks for any.
 */
final class LastingPort {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 50;

    private LastingPort() {}

    /** Opens a connector at such a port, or leaves it to take any if there is none. */
    static void open(ServerConnector connector) {
        for (int i = 0; i < TRIES; i++) {
            connector.setPort(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
            try {
                connector.open();
                return;
            } catch (IOException taken) {
                // the next one
            }
        }
        connector.setPort(0);
    }
}
