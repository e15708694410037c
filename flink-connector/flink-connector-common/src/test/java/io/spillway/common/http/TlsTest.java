/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;

    @Test
    void aCertificateNobodySignedIsRefused() throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        HttpSettings settings =
                new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), 1000, null);
        try (AsyncHttpClient client = new AsyncHttpClient(settings, "tls-test", "x-request-id")) {
            URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
            HttpCall call = HttpCall.withoutBody("read the answer", "GET", uri, Map.of());

            Throwable thrown =
                    catchThrowable(
                            () -> client.send(call, c -> Map.of()).get(30, TimeUnit.SECONDS));

            ServiceException failure = (ServiceException) thrown.getCause();
            assertThat(failure.code()).isEqualTo("CertificateRefused");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure).hasMessageContaining("certificate is not trusted");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateOfTheTrustStoreIsAccepted() throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        try {
            TrustStore pem = new TrustStore(pem().toString(), null);
            TrustStore store =
                    new TrustStore(
                            folder.resolve("server.p12").toString(),
                            Secret.of(new String(PASSWORD)));
            assertThat(store.toString()).doesNotContain(new String(PASSWORD));
            for (TrustStore trusted : new TrustStore[] {pem, store}) {
                HttpSettings settings =
                        new HttpSettings(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                1000,
                                null,
                                trusted);
                try (AsyncHttpClient client = new AsyncHttpClient(settings, "tls-test", "id")) {
                    int port = server.getAddress().getPort();
                    assertThat(status(client, "https://localhost:" + port + "/")).isEqualTo(204);
                    // the host's name is verified all the same
                    assertThatThrownBy(() -> status(client, "https://127.0.0.1:" + port + "/"))
                            .hasMessageContaining("certificate is not trusted");
                }
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTrustStoreThatCannotBeUsedIsNamed() {
        HttpSettings settings =
                new HttpSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1000,
                        null,
                        new TrustStore(folder.resolve("none.pem").toString(), null));

        assertThatThrownBy(() -> new AsyncHttpClient(settings, "tls-test", "id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the trust store " + folder.resolve("none.pem"));
    }

    private static int status(AsyncHttpClient client, String uri) throws Exception {
        HttpCall call = HttpCall.withoutBody("read the answer", "GET", URI.create(uri), Map.of());
        return client.send(call, c -> Map.of()).get(30, TimeUnit.SECONDS).status();
    }

    private Path pem() throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD);
        String encoded =
                Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(
                folder.resolve("server.pem"),
                "Server\n-----BEGIN CERTIFICATE-----\n"
                        + encoded
                        + "\n-----END CERTIFICATE-----\n");
    }

    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-alias",
                                "server",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-validity",
                                "1")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).as(() -> readLog(folder.resolve("keytool.log"))).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String readLog(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return "keytool wrote no log: " + e;
        }
    }
}
