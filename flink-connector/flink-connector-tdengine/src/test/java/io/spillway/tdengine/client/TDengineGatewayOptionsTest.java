/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.Secret;
import io.spillway.common.http.TrustStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TDengineGatewayOptionsTest {

    @Test
    void theySurviveTheJourneyToATaskAndPrintNoSecrets() throws Exception {
        TDengineGatewayOptions options =
                Gateways.options("td1.example.com:6041", "[::1]:6042")
                        .database("power")
                        .token(Secret.of("t0ken"))
                        .timeZone("UTC")
                        .build();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }
        TDengineGatewayOptions copy;
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (TDengineGatewayOptions) in.readObject();
        }

        assertThat(copy.endpoints()).containsExactly("td1.example.com:6041", "[::1]:6042");
        assertThat(copy.password().reveal()).isEqualTo(Gateways.PASSWORD);
        assertThat(copy.timeZone()).hasToString("UTC");
        assertThat(copy).hasToString("TDengine at td1.example.com:6041,[::1]:6042, database power");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:",
                "localhost:0",
                "localhost:65536",
                "http://localhost:6041",
                "::1:6041",
                "localhost:6041/db",
                "a b:6041"
            })
    void endpointsMustBeHostAndPort(String endpoint) {
        assertThatThrownBy(() -> Gateways.options(endpoint).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + endpoint + "'")
                .hasMessageContaining("host:port")
                .hasMessageContaining("tdengine.example.com:6041");
    }

    @Test
    void aWrongEndpointsSecretsAreNotRepeated() {
        assertThatThrownBy(() -> Gateways.options("root:hidden@host:6041").build())
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> Gateways.options("host:6041?token=hidden").build())
                .hasMessageNotContaining("hidden");
    }

    @Test
    void whatIsMissingOrMakesNoSenseIsSaid() {
        assertRefused(Gateways.options(), "no TDengine endpoint is set");
        assertRefused(
                TDengineGatewayOptions.builder().endpoints(List.of("h:1")),
                "give a user and a password, or a token");
        assertRefused(Gateways.options("h:1").user(null), "credentials are not set");
        assertRefused(
                Gateways.options("h:1").user(null).token(Secret.of("t")), "the user is missing");
        assertRefused(Gateways.options("h:1").database(" "), "database is empty");
        assertRefused(
                Gateways.options("h:1").trustStore(new TrustStore("/x.pem", null)),
                "switch TLS on");
        assertRefused(Gateways.options("h:1").maxMessageBytes(5), "at least 1024 bytes, is 5");
        assertRefused(
                Gateways.options("h:1").connectTimeout(Duration.ZERO),
                "connect timeout must be longer than zero, is PT0S");
        assertRefused(
                Gateways.options("h:1").requestTimeout(Duration.ofSeconds(-1)), "request timeout");
        assertThatThrownBy(() -> Gateways.options("h:1").timeZone("Mars/Olympus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Mars/Olympus'")
                .hasMessageContaining("Asia/Shanghai");
    }

    private static void assertRefused(TDengineGatewayOptions.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
