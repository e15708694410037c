/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.StaticCredentialsProvider;
import java.time.Duration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataHubGatewayOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "https://dh-cn-hangzhou.aliyuncs.com",
                "HTTPS://dh-cn-hangzhou.aliyuncs.com:443",
                "http://[::1]:8080"
            })
    void addressesOfServicesAreAccepted(String endpoint) {
        assertThat(options(endpoint).build().endpoint()).isEqualTo(endpoint);
        assertThat(options(" " + endpoint + "/ ").build().endpoint()).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dh-cn-hangzhou.aliyuncs.com",
                "localhost:8080",
                "ftp://host",
                "http://",
                "http:///path",
                "http://host/path",
                "http://host?x=1",
                "http://host#x",
                "http://host:port",
                "http://host:99999",
                "http://ho st",
            })
    void whatIsNoAddressIsRefused(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(endpoint).build())
                .withMessageContaining("'" + endpoint + "'")
                .withMessageContaining("http(s)://host[:port]");
    }

    @Test
    void credentialsInAnAddressAreRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("http://id:geheim@host").build())
                .withMessageNotContaining("geheim");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(null).build())
                .withMessageContaining("endpoint is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("http://host").credentials(null).build())
                .withMessageContaining("credentials are not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("http://host").requestTimeout(Duration.ZERO).build())
                .withMessageContaining("request timeout");
    }

    @Test
    void optionsTravelToTheTasksAndPrintNoSecrets() throws Exception {
        DataHubGatewayOptions options =
                options("http://host")
                        .compression(Compression.DEFLATE)
                        .requestTimeout(Duration.ofSeconds(7))
                        .build();

        DataHubGatewayOptions arrived = InstantiationUtil.clone(options);

        assertThat(arrived.compression()).isEqualTo(Compression.DEFLATE);
        assertThat(arrived.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(arrived.credentials().credentials().accessKeySecret().reveal())
                .isEqualTo("geheim");
        assertThat(arrived).hasToString("DataHub at http://host");
    }

    @Test
    void aFactoryTravelsToTheTasks() throws Exception {
        DataHubGatewayFactory factory =
                InstantiationUtil.clone(HttpDataHubGateway.factory(options("http://host").build()));

        try (DataHubGateway gateway = factory.create()) {
            assertThat(gateway).isInstanceOf(HttpDataHubGateway.class);
        }
    }

    private static DataHubGatewayOptions.Builder options(String endpoint) {
        return DataHubGatewayOptions.builder()
                .endpoint(endpoint)
                .credentials(StaticCredentialsProvider.of("id", "geheim"));
    }
}
