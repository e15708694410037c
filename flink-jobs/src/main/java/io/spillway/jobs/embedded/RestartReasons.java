/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the REST interface of an embedded Flink why a job restarts; its events do not tell. */
@Internal
final class RestartReasons {

    private static final Logger LOG = LoggerFactory.getLogger(RestartReasons.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The failure is in the history a moment after the job has begun to restart. */
    private static final long DELAY_MILLIS = 200;

    private static final String CAUSED_BY = "Caused by: ";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port;

    /** Gives the embedded Flink a port on loopback, unless the options name one. */
    RestartReasons(Configuration options) throws IOException {
        if (!options.contains(RestOptions.BIND_PORT) && !options.contains(RestOptions.PORT)) {
            options.set(RestOptions.PORT, freePort());
        }
        options.set(WebOptions.REFRESH_INTERVAL, Duration.ofMillis(DELAY_MILLIS / 2));
        port = options.get(RestOptions.PORT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Why the job restarts now; empty if it is over or the reason is not told. */
    CompletableFuture<Optional<Throwable>> ask(JobID job) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/jobs/%s/exceptions"
                                                .formatted(port, job.toHexString())))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        return CompletableFuture.supplyAsync(
                        () -> null,
                        CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS))
                .thenCompose(
                        nothing -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .thenApply(response -> latest(response.body()))
                .exceptionally(
                        e -> {
                            // The job may have ended meanwhile, and its Flink with it.
                            LOG.debug("Cannot ask why job {} restarts", job, e);
                            return Optional.empty();
                        });
    }

    private static Optional<Throwable> latest(String body) {
        try {
            JsonNode entries = MAPPER.readTree(body).path("exceptionHistory").path("entries");
            List<JsonNode> sorted = new ArrayList<>();
            entries.forEach(sorted::add);
            sorted.sort(Comparator.comparingLong(entry -> -entry.path("timestamp").asLong()));
            for (JsonNode entry : sorted) {
                List<JsonNode> together = new ArrayList<>(List.of(entry));
                entry.path("concurrentExceptions").forEach(together::add);
                for (JsonNode one : together) {
                    Throwable reason = fromStackTrace(one.path("stacktrace").asText());
                    if (!EmbeddedJobWatch.isSequel(reason)) {
                        return Optional.of(reason);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chain of causes a stack trace tells of, each with the words of its own. */
    private static Throwable fromStackTrace(String trace) {
        List<String> messages = new ArrayList<>();
        for (String line : trace.lines().toList()) {
            if (messages.isEmpty()) {
                messages.add(line);
            } else if (line.startsWith(CAUSED_BY)) {
                messages.add(line.substring(CAUSED_BY.length()));
            }
        }
        Throwable cause = null;
        for (int i = messages.size() - 1; i >= 0; i--) {
            cause = new Exception(messages.get(i), cause);
        }
        return cause == null ? new Exception("unknown") : cause;
    }
}
