/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** The part of Connect's REST interface that is needed to run connectors. Thread-safe. */
final class ConnectRest {

    // Validation of a database connector opens a connection, which may take its own timeouts.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    ConnectRest(URI base) {
        this.base = base;
    }

    /** An answer of Connect: its status and its body, {@code MissingNode} if there is none. */
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }

        /** What Connect says went wrong. */
        String message() {
            return "HTTP " + status + " " + body.path("message").asText(body.toString());
        }
    }

    Answer validate(String connectorClass, Map<String, String> config) throws IOException {
        String plugin = connectorClass.substring(connectorClass.lastIndexOf('.') + 1);
        return call("PUT", "/connector-plugins/" + encode(plugin) + "/config/validate", config);
    }

    Answer create(String name, Map<String, String> config) throws IOException {
        return call("POST", "/connectors", Map.of("name", name, "config", config));
    }

    Answer delete(String name) throws IOException {
        return call("DELETE", "/connectors/" + encode(name), null);
    }

    Answer status(String name) throws IOException {
        return call("GET", "/connectors/" + encode(name) + "/status", null);
    }

    static ConnectorStatus parseStatus(JsonNode body) {
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (JsonNode task : body.path("tasks")) {
            tasks.add(
                    new ConnectorStatus.Task(
                            task.path("id").asInt(),
                            task.path("state").asText(),
                            task.path("trace").asText("")));
        }
        JsonNode connector = body.path("connector");
        return new ConnectorStatus(
                connector.path("state").asText(), connector.path("trace").asText(""), tasks);
    }

    private Answer call(String method, String path, @Nullable Object body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(
                                                JSON.writeValueAsBytes(body)));
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted in " + method + " " + path);
        }
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
