/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one start of a server and reads its log meanwhile: the start itself would wait its whole
 * timeout for a server that has said at once that it cannot run.
 */
final class ServerStart {

    private static final String GIVEN_UP = "could not start server"; // said by pg_ctl
    private static final long POLL_MILLIS = 100;

    private ServerStart() {}

    /**
     * Returns when the server answers or has given up; in the second case the first connection to
     * it fails.
     *
     * @throws IOException if it does neither in time
     */
    static EmbeddedPostgres run(EmbeddedPostgres.Builder server, Path log) throws IOException {
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(server::start);
        Thread thread = new Thread(start, "spillway-postgres-start");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return start.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (readLog(log).stream().anyMatch(line -> line.contains(GIVEN_UP))) {
                    thread.interrupt(); // ends the wait
                }
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while PostgreSQL was starting");
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw new IOException(
                        cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
            }
        }
    }

    /** The lines of the server's log so far. */
    static List<String> readLog(Path log) throws IOException {
        if (Files.notExists(log)) {
            return List.of();
        }
        // not readAllLines: the log may hold bytes of any encoding
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    }
}
