/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpProxy;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.testing.ForwardingProxy;
import io.spillway.tdengine.testing.TestServer;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens of clouds, and proxies. */
@Timeout(60)
class WaysToTheServerITCase {

    private static final String TOKEN = "a+b/c=very&secret token";

    @RegisterExtension static final TestServer SERVER = new TestServer("PRECISION 'ms' VGROUPS 1");

    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "REST"})
    void aTokenIsEnough(Transport transport) throws Exception {
        try (LocalTDengine cloud = LocalTDengine.builder().token(TOKEN).start();
                TDengineGateway gateway = withToken(cloud, transport, TOKEN)) {
            Gateways.get(gateway.execute("create database d wal_retention_period 3600"));
            Gateways.get(gateway.execute("create table d.t (ts timestamp, v int)"));
            assertThat(Gateways.get(gateway.execute("insert into d.t values (1700000000000, 1)")))
                    .isEqualTo(1);
            if (transport == Transport.WEBSOCKET) {
                Gateways.get(gateway.execute("create topic tt as select * from d.t"));
                try (TmqConsumer consumer =
                        Gateways.get(
                                gateway.subscribe(
                                        new TmqSubscription(
                                                "g",
                                                "c",
                                                List.of("tt"),
                                                "earliest",
                                                false,
                                                Map.of())))) {
                    assertThat(Gateways.get(consumer.poll(Duration.ofSeconds(5)))).isPresent();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "REST"})
    void aWrongTokenIsRefusedForGoodAndNotPrinted(Transport transport) throws Exception {
        try (LocalTDengine cloud = LocalTDengine.builder().token(TOKEN).start();
                TDengineGateway gateway = withToken(cloud, transport, TOKEN + "2")) {
            ServiceException failure = Gateways.failure(gateway.execute("select 1"));
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage())
                    .contains("401")
                    .contains("credentials")
                    .doesNotContain("secret")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "REST"})
    void aProxyIsGoneThrough(Transport transport) throws Exception {
        try (ForwardingProxy proxy = new ForwardingProxy(null);
                TDengineGateway gateway = through(HttpProxy.of(proxy.address()), transport)) {
            Gateways.get(
                    gateway.execute(
                            "create table if not exists "
                                    + SERVER.database()
                                    + ".proxied (ts timestamp, v int)"));
            assertThat(
                            Gateways.get(
                                    gateway.execute(
                                            "insert into "
                                                    + SERVER.database()
                                                    + ".proxied values (1700000000000, 1)")))
                    .isEqualTo(1);
            assertThat(proxy.asked())
                    .isNotEmpty()
                    .allMatch(
                            line ->
                                    transport == Transport.WEBSOCKET
                                            ? line.startsWith("CONNECT " + SERVER.endpoint())
                                            : line.startsWith("POST http://" + SERVER.endpoint()));
        }
    }

    @Test
    void aProxyOfTheJvmIsGoneThrough() throws Exception {
        ProxySelector former = ProxySelector.getDefault();
        try (ForwardingProxy proxy = new ForwardingProxy(null)) {
            ProxySelector.setDefault(ProxySelector.of(HttpProxy.of(proxy.address()).address()));
            try (TDengineGateway gateway = through(null, Transport.WEBSOCKET)) {
                assertThat(Gateways.get(gateway.serverVersion())).isNotBlank();
                assertThat(proxy.asked()).isNotEmpty();
            }
        } finally {
            ProxySelector.setDefault(former);
        }
    }

    @Test
    void aProxyThatWantsAUserIsToldOneOverRest() throws Exception {
        try (ForwardingProxy proxy = new ForwardingProxy("flink:let-me-in");
                TDengineGateway known =
                        through(
                                HttpProxy.of(proxy.address(), "flink", Secret.of("let-me-in")),
                                Transport.REST)) {
            assertThat(Gateways.get(known.serverVersion())).isNotBlank();
        }
    }

    /** Java gives tunnels no password unless the process is told to. */
    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "REST"})
    void aProxyThatRefusesIsToldInOneLineWithTheMend(Transport transport) throws Exception {
        try (ForwardingProxy proxy = new ForwardingProxy("flink:let-me-in");
                TDengineGateway unknown = through(HttpProxy.of(proxy.address()), transport);
                TDengineGateway wrong =
                        through(
                                HttpProxy.of(proxy.address(), "flink", Secret.of("wrong-pass")),
                                transport)) {
            ServiceException failure = Gateways.failure(unknown.execute("select 1"));
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage())
                    .contains("HTTP 407")
                    .contains("set 'proxy.username' and 'proxy.password'")
                    .contains("through proxy " + proxy.address());
            assertThat(Gateways.failure(wrong.execute("select 1")).getMessage())
                    .contains("check 'proxy.username' and 'proxy.password'")
                    .doesNotContain("wrong-pass");
        }
    }

    private static TDengineGateway withToken(
            LocalTDengine cloud, Transport transport, String token) {
        return TDengineGateways.create(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(cloud.endpoint()))
                        .token(Secret.of(token))
                        .transport(transport)
                        .build());
    }

    private static TDengineGateway through(@Nullable HttpProxy proxy, Transport transport) {
        return TDengineGateways.create(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(SERVER.endpoint()))
                        .user(TestServer.USER)
                        .password(Secret.of(TestServer.PASSWORD))
                        .proxy(proxy)
                        .transport(transport)
                        .build());
    }
}
