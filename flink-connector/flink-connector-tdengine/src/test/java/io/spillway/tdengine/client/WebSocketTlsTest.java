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
import io.spillway.common.http.TrustStore;
import io.spillway.testing.tls.SelfSigned;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebSocketTlsTest {

    @TempDir private Path folder;

    @Test
    void onlyTrustedCertificatesOfTheRightHostAreAccepted() throws Exception {
        Path store = SelfSigned.store(folder);
        try (ScriptedAdapter adapter =
                new ScriptedAdapter(
                        server(store)
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        request -> request.answer("\"version\":\"3.3.7.5\""))) {
            TrustStore trusted = new TrustStore(store.toString(), Secret.of(SelfSigned.PASSWORD));
            try (TDengineGateway gateway =
                    TDengineGateways.create(
                            Gateways.options("localhost:" + adapter.port())
                                    .tls(true)
                                    .trustStore(trusted)
                                    .build())) {
                assertThat(Gateways.get(gateway.serverVersion())).isEqualTo("3.3.7.5");
            }
            assertRefused(Gateways.options("localhost:" + adapter.port()).tls(true).build());
            assertRefused(
                    Gateways.options("127.0.0.1:" + adapter.port())
                            .tls(true)
                            .trustStore(trusted)
                            .build());
        }
    }

    private static void assertRefused(TDengineGatewayOptions options) throws Exception {
        try (TDengineGateway gateway = TDengineGateways.create(options)) {
            ServiceException failure = Gateways.failure(gateway.serverVersion());
            assertThat(failure.code()).isEqualTo("ConnectFailed");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).contains("certificate is not trusted");
        }
    }

    private SSLContext server(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, SelfSigned.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, SelfSigned.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
