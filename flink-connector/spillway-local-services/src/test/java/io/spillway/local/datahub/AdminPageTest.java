/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page and the API beside the protocol, asked by a plain HTTP client. */
class AdminPageTest {

    private static final String PROJECT = "page";
    private static final String TOPIC = "rows";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalDataHub hub;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.createProject(PROJECT);
        hub.createTopic(PROJECT, TOPIC, 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void thePageNeedsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = send("GET", "", null);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("Local DataHub")
                .doesNotContain("src=", "href=", "http:", "https:");
    }

    @Test
    void topicsShardsAndLastRecordsAreShown() throws Exception {
        VendorClients.PROTOBUF
                .connect(hub)
                .putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 30));
        VendorClients.BATCH_LZ4
                .connect(hub)
                .putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 30, 32));
        VendorClients.JSON.connect(hub).createSubscription(PROJECT, TOPIC, "nightly");

        JsonNode topics = get("topics");
        JsonNode topic = get("topics/page/rows");
        JsonNode records = get("topics/page/rows/records?limit=3&shard=1");

        assertThat(topics).hasSize(1);
        assertThat(topics.get(0).path("written").asInt()).isEqualTo(32);
        assertThat(topic.path("shards").get(1).path("records").asInt()).isEqualTo(32);
        assertThat(topic.path("shards").get(1).path("nextSequence").asInt()).isEqualTo(31);
        assertThat(topic.path("subscriptions").get(0).path("comment").asText())
                .isEqualTo("nightly");
        assertThat(records.findValuesAsText("id")).containsExactly("31", "30", "29");
        assertThat(records.findValuesAsText("batchIndex")).containsExactly("1", "0", "0");
        assertThat(get("topics/page/rows/records?shard=0")).isEmpty();
    }

    @Test
    void shardsAreSplitAndMerged() throws Exception {
        assertThat(post("topics/page/rows/shards/0/split", "").path("shards").toString())
                .isEqualTo("[\"2\",\"3\"]");
        assertThat(
                        post("topics/page/rows/shards/2/merge", "{\"with\": \"3\"}")
                                .path("shards")
                                .toString())
                .isEqualTo("[\"4\"]");
        assertThat(get("topics/page/rows").path("shards").findValuesAsText("state"))
                .containsExactly("CLOSED", "ACTIVE", "CLOSED", "CLOSED", "ACTIVE");
        assertThat(send("POST", "topics/page/rows/shards/0/split", "").statusCode()).isEqualTo(400);
        assertThat(send("POST", "topics/page/none/shards/0/split", "").body())
                .contains("does not exist");
    }

    @Test
    void everyFaultIsSwitchedOnAndOff() throws Exception {
        String parameters =
                "{\"millis\": 1, \"requests\": 3, \"code\": \"LimitExceeded\", \"indexes\": \"0, 2\","
                        + "\"project\": \"page\", \"topic\": \"rows\", \"shard\": \"0\","
                        + "\"bytes-per-second\": 9, \"requests-per-second\": 9}";
        List<String> names = get("faults").findValuesAsText("name");
        assertThat(names).hasSizeGreaterThan(12);
        for (String name : names) {
            assertThat(state(post("faults/" + name, parameters), name)).isNotEqualTo("off");
            JsonNode after = JSON.readTree(send("DELETE", "faults/" + name, null).body());
            assertThat(state(after, name)).as(name).isEqualTo("off");
        }
        post("faults/latency", parameters);
        JsonNode cleared = JSON.readTree(send("DELETE", "faults", null).body());
        assertThat(cleared.findValuesAsText("state")).containsOnly("off");
    }

    @Test
    void aFaultThatWasSwitchedOnIsMet() throws Exception {
        post("faults/unavailable", "{\"requests\": 1}");

        HttpRequest any = HttpRequest.newBuilder(URI.create(hub.endpoint() + "/projects")).build();

        assertThat(http.send(any, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(503);
        assertThat(state(get("faults"), "unavailable")).isEqualTo("off");
        assertThat(send("POST", "faults/unavailable", "{}").body()).contains("'requests'");
        assertThat(send("POST", "faults/unavailable", "{\"requests\": \"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "faults/fail-puts", "{\"requests\": 1, \"code\": \"No\"}").body())
                .contains("Unknown DataHub error code");
        assertThat(send("POST", "faults/none", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void otherSitesChangeNothing() throws Exception {
        // a form of another site can post, but not with a header of its own
        HttpRequest form =
                HttpRequest.newBuilder(URI.create(hub.adminPage() + "faults/latency"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"millis\": 100}"))
                        .build();
        assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        HttpRequest script =
                HttpRequest.newBuilder(URI.create(hub.adminPage() + "faults/latency"))
                        .header("X-Spillway-Local", "1")
                        .header("Origin", "http://elsewhere.example")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"millis\": 100}"))
                        .build();
        assertThat(http.send(script, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        // a name of another site that was pointed to this machine
        assertThat(statusForHost("elsewhere.example")).contains("403");
        assertThat(statusForHost("localhost:" + URI.create(hub.endpoint()).getPort()))
                .contains("200");
        assertThat(state(get("faults"), "latency")).isEqualTo("off");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(send("GET", "nothing", null).statusCode()).isEqualTo(404);
        assertThat(send("GET", "topics/page", null).statusCode()).isEqualTo(404);
        assertThat(send("POST", "topics", "").statusCode()).isEqualTo(405);
        assertThat(send("PUT", "faults", "{}").statusCode()).isEqualTo(405);
        assertThat(send("POST", "faults/latency", "no json").statusCode()).isEqualTo(400);
        assertThat(send("GET", "topics/page/rows/records?limit=-1", null).statusCode())
                .isEqualTo(400);
    }

    private String statusForHost(String host) throws IOException {
        URI endpoint = URI.create(hub.endpoint());
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            String request =
                    "GET /_local/faults HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static String state(JsonNode faults, String name) {
        for (JsonNode fault : faults) {
            if (fault.path("name").asText().equals(name)) {
                return fault.path("state").asText();
            }
        }
        throw new AssertionError("There is no fault " + name);
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, null).body());
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.adminPage() + path))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!method.equals("GET")) {
            request.header("X-Spillway-Local", "1");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
