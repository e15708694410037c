/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server that did not start, with what it said last. */
final class StartFailure extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LOG_LINES = 15;

    private final boolean portTaken;

    private StartFailure(String message, Throwable cause, boolean portTaken) {
        super(message, cause);
        this.portTaken = portTaken;
    }

    /**
     * Describes a failed start.
     *
     * @param log the server's log, which may not exist
     */
    static StartFailure of(Exception cause, Path log, int port) throws IOException {
        List<String> lines = ServerStart.readLog(log);
        String tail =
                String.join(
                        System.lineSeparator(),
                        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        String message = "PostgreSQL did not start on port " + port + ": " + cause.getMessage();
        if (!tail.isEmpty()) {
            message += System.lineSeparator() + tail;
        }
        if (tail.contains("cannot be run as root") || tail.contains("\"root\" execution")) {
            message +=
                    System.lineSeparator()
                            + "Run as an ordinary user, or allow user namespaces (unshare -U) for"
                            + " root";
        }
        boolean portTaken =
                tail.contains("Address already in use") || cause instanceof OtherServerException;
        return new StartFailure(message, cause, portTaken);
    }

    /** Whether somebody was faster on the port we had found free. */
    boolean isPortTaken() {
        return portTaken;
    }

    /** Another server than ours answers on our port. */
    static final class OtherServerException extends IOException {
        private static final long serialVersionUID = 1L;

        OtherServerException(int port, Path directory) {
            super("Port " + port + " is served by another PostgreSQL in " + directory);
        }
    }
}
