/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.common.credentials.RefreshingCredentialsProvider.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EcsRoleCredentialsTest {

    private static final String ROLES = "/latest/meta-data/ram/security-credentials/";

    private HttpServer server;
    private String answer;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        answer =
                "{\"Code\":\"Success\",\"AccessKeyId\":\"id1\",\"AccessKeySecret\":\"secret1\","
                        + "\"SecurityToken\":\"token1\",\"Expiration\":\"2026-11-21T09:00:00Z\"}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theRoleOfTheInstanceIsAskedFor() throws Exception {
        Lease lease = new EcsRoleCredentials(endpoint(), null).fetch();

        assertThat(lease.expiry()).isEqualTo(Instant.parse("2026-11-21T09:00:00Z"));
        assertThat(lease.credentials())
                .isEqualTo(new Credentials("id1", Secret.of("secret1"), Secret.of("token1")));
        assertThat(new EcsRoleCredentials(endpoint(), "writer").fetch()).isEqualTo(lease);
    }

    @Test
    void whatGoesWrongIsToldWithoutSecrets() {
        assertThatThrownBy(() -> new EcsRoleCredentials(endpoint(), "stranger").fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no credentials from the metadata service")
                .hasMessageContaining("role stranger")
                .hasMessageContaining("HTTP 404");
        answer = answer.replace("2026-11-21", "tomorrow");
        assertThatThrownBy(() -> new EcsRoleCredentials(endpoint(), null).fetch())
                .hasMessageContaining("Expiration is no time")
                .hasMessageNotContaining("secret1");
        answer = "{\"AccessKeySecret\":\"secret1\"";
        assertThatThrownBy(() -> new EcsRoleCredentials(endpoint(), null).fetch())
                .hasMessageContaining("the answer is not JSON")
                .hasMessageNotContaining("secret1");
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        boolean known =
                "t0ken"
                        .equals(
                                exchange.getRequestHeaders()
                                        .getFirst("X-aliyun-ecs-metadata-token"));
        String body =
                switch (call) {
                    case "PUT /latest/api/token" -> "t0ken";
                    case "GET " + ROLES -> known ? "writer" : null;
                    case "GET " + ROLES + "writer" -> known ? answer : null;
                    default -> null;
                };
        byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                body == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
