/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small {@code sh} beside the JVM that ends a PostgreSQL server and removes its files when the
 * JVM is gone, however it went: {@code pg_ctl} makes the server a daemon, which a killed JVM would
 * leave running.
 *
 * <p>It waits on its standard input, a pipe whose other end only this JVM holds, and is started
 * before the server, so that there is no moment at which a killed JVM leaves a server without one.
 */
final class PostgresWatchdog implements Closeable {

    private static final String SCRIPT = "watchdog.sh";
    private static final long PATIENCE_SECONDS = 30;
    // A session of its own, where the system has setsid: a kill of the whole process group must not
    // take the watchdog along with the JVM.
    private static final String LAUNCHER =
            "if command -v setsid >/dev/null 2>&1; then exec setsid sh -c \"$1\"; else exec sh -c"
                    + " \"$1\"; fi";

    private final Process process;
    private final Path dataDirectory;

    private PostgresWatchdog(Process process, Path dataDirectory) {
        this.process = process;
        this.dataDirectory = dataDirectory;
    }

    /**
     * Starts watching.
     *
     * @param runDirectory deleted after the server has ended
     * @param dataDirectory the data directory of the server, which need not be started or exist yet
     */
    static PostgresWatchdog start(Path runDirectory, Path dataDirectory) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", LAUNCHER, "spillway-postgres-watchdog", script());
        // Through the environment: on its command line the directory would make the watchdog look
        // like a process of the server.
        builder.environment().put("SPILLWAY_RUN_DIRECTORY", runDirectory.toString());
        builder.environment().put("SPILLWAY_DATA_DIRECTORY", dataDirectory.toString());
        builder.directory(runDirectory.getRoot().toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new PostgresWatchdog(builder.start(), dataDirectory);
    }

    /** Process id of the watchdog. */
    long pid() {
        return process.pid();
    }

    /**
     * Ends the server if it still runs, removes its files and waits until that is done.
     *
     * @throws IOException if a process of the server is still there
     */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            try (OutputStream pipe = process.getOutputStream()) {
                pipe.write("close\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        boolean ended;
        try {
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // The watchdog has its order and carries it out without us.
            Thread.currentThread().interrupt();
            return;
        }
        if (!ended || process.exitValue() != 0) {
            throw new IOException("PostgreSQL in " + dataDirectory + " could not be ended");
        }
    }

    private static String script() throws IOException {
        try (InputStream in = PostgresWatchdog.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IOException(SCRIPT + " is missing beside " + PostgresWatchdog.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
