/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.testing.HttpFront;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHubExtension;
import io.spillway.testing.tls.SelfSigned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that reach their service through a proxy, by certificates of their own, or both. */
@Timeout(120)
class ProxyAndTlsITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    @TempDir private static Path folder;
    private static Path store;
    private static Path pem;

    private final String topic = "t_" + UUID.randomUUID().toString().replace('-', '_');
    private TableEnvironment sql;

    @BeforeAll
    static void prepare() throws Exception {
        DATAHUB.hub().createProject("shop");
        store = SelfSigned.store(folder);
        pem = SelfSigned.pem(store);
    }

    @BeforeEach
    void createTopic() {
        DATAHUB.hub().createTopic("shop", topic, 1, LocalDataHub.tuple("id:BIGINT"));
        sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
    }

    @Test
    void aProxyThatAsksForAUserIsTold() throws Exception {
        try (HttpFront proxy = HttpFront.proxy("ann:geheim")) {
            String endpoint = DATAHUB.hub().endpoint();
            table(
                    "t",
                    endpoint,
                    "'proxy.address' = '" + proxy.address() + "'",
                    "'proxy.username' = 'ann'",
                    "'proxy.password' = 'geheim'");
            assertThat(written("t")).containsExactly(Row.of(1L));
            assertThat(proxy.passed())
                    .isNotEmpty()
                    .allSatisfy(
                            request ->
                                    assertThat(request)
                                            .contains(" " + endpoint + "/projects/shop")
                                            .endsWith(" as ann:geheim"));
        }
    }

    @Test
    void aProxyThatAsksForAnotherUserIsAnErrorThatNamesTheOptions() throws Exception {
        try (HttpFront proxy = HttpFront.proxy("ann:geheim")) {
            String address = "'proxy.address' = '" + proxy.address() + "'";
            table("nobody", DATAHUB.hub().endpoint(), address);
            assertThatThrownBy(() -> written("nobody"))
                    .hasStackTraceContaining(
                            "through proxy "
                                    + proxy.address()
                                    + "): the proxy asks for a user and password (HTTP 407): set"
                                    + " 'proxy.username' and 'proxy.password'");
            table(
                    "wrong",
                    DATAHUB.hub().endpoint(),
                    address,
                    "'proxy.username' = 'ann'",
                    "'proxy.password' = 'wrong-one'");
            assertThatThrownBy(() -> written("wrong"))
                    .hasStackTraceContaining("check 'proxy.username' and 'proxy.password'")
                    .extracting(ExceptionUtils::stringifyException)
                    .asString()
                    .doesNotContain("wrong-one");
        }
    }

    @ParameterizedTest
    @CsvSource({"pem,auto", "pem,pem", "store,auto", "store,pkcs12"})
    void aServiceIsTrustedByACertificateOfTheTable(String file, String type) throws Exception {
        try (HttpFront tls = HttpFront.tls(store, DATAHUB.hub().endpoint())) {
            table(
                    "t",
                    "https://" + tls.address(),
                    "'ssl.trust-store.path' = '" + (file.equals("pem") ? pem : store) + "'",
                    file.equals("pem")
                            ? "'ssl.trust-store.type' = '" + type + "'"
                            : "'ssl.trust-store.type' = '"
                                    + type
                                    + "', 'ssl.trust-store.password' = '"
                                    + SelfSigned.PASSWORD
                                    + "'");
            assertThat(written("t")).containsExactly(Row.of(1L));
            assertThat(tls.passed()).isNotEmpty();
        }
    }

    @Test
    void aServiceNobodyVouchesForIsNotTalkedTo() throws Exception {
        try (HttpFront tls = HttpFront.tls(store, DATAHUB.hub().endpoint())) {
            table("t", "https://" + tls.address());
            assertThatThrownBy(() -> written("t"))
                    .hasStackTraceContaining("the server's certificate is not trusted");
            assertThat(tls.passed()).isEmpty();

            table("lost", "https://" + tls.address(), "'ssl.trust-store.path' = '/no/such.pem'");
            assertThatThrownBy(() -> written("lost"))
                    .hasStackTraceContaining(
                            "the trust store /no/such.pem ('ssl.trust-store.path') cannot be used:"
                                    + " there is no such file");
            table(
                    "sealed",
                    "https://" + tls.address(),
                    "'ssl.trust-store.path' = '" + store + "'",
                    "'ssl.trust-store.password' = 'not-this-one'");
            assertThatThrownBy(() -> written("sealed"))
                    .hasStackTraceContaining("cannot be used")
                    .extracting(ExceptionUtils::stringifyException)
                    .asString()
                    .doesNotContain("not-this-one");
        }
    }

    @Test
    void aTunnelThroughTheProxyKeepsItsPasswordFromTheService() throws Exception {
        try (HttpFront proxy = HttpFront.proxy("ann:geheim");
                HttpFront tls = HttpFront.tls(store, DATAHUB.hub().endpoint())) {
            table(
                    "t",
                    "https://" + tls.address(),
                    "'ssl.trust-store.path' = '" + pem + "'",
                    "'proxy.address' = '" + proxy.address() + "'",
                    "'proxy.username' = 'ann'",
                    "'proxy.password' = 'geheim'");
            assertThat(written("t")).containsExactly(Row.of(1L));
            assertThat(proxy.passed())
                    .isNotEmpty()
                    .allMatch(
                            request ->
                                    request.startsWith("CONNECT ")
                                            && request.contains(tls.address())
                                            && request.endsWith(" as ann:geheim"));
            assertThat(tls.passed()).isNotEmpty().noneMatch(r -> r.contains(" as "));
        }
    }

    @Test
    void aCatalogGoesTheSameWay() throws Exception {
        try (HttpFront proxy = HttpFront.proxy(null);
                HttpFront tls = HttpFront.tls(store, DATAHUB.hub().endpoint())) {
            sql.executeSql(
                    "CREATE CATALOG dh WITH ('type' = 'datahub', 'default-database' = 'shop', "
                            + String.join(
                                    ", ",
                                    connection(
                                            "https://" + tls.address(),
                                            "'ssl.trust-store.path' = '" + pem + "'",
                                            "'proxy.address' = '" + proxy.address() + "'",
                                            "'scan.bounded.mode' = 'latest'"))
                            + ")");
            assertThat(written("dh.shop." + topic)).containsExactly(Row.of(1L));
            assertThat(proxy.passed()).isNotEmpty();
            assertThat(tls.passed()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'proxy.address' = 'proxy' | 'proxy.address' makes no sense: 'proxy' is not of the"
                        + " form host:port",
                "'proxy.address' = 'http://ann:geheim@proxy:1' | 'proxy:1' is not of the form",
                "'proxy.address' = 'p:70000' | port of 1 to 65535",
                "'proxy.username' = 'ann' | 'proxy.username' is set, but 'proxy.address' is not",
                "'proxy.address' = 'p:1', 'proxy.username' = 'ann' | 'proxy.username' is set, but"
                        + " 'proxy.password' is not",
                "'proxy.address' = 'p:1', 'proxy.password' = 'x' | 'proxy.password' is set, but"
                        + " 'proxy.username' is not",
                "'ssl.trust-store.password' = 'x' | 'ssl.trust-store.password' is set, but"
                        + " 'ssl.trust-store.path' is not",
                "'ssl.trust-store.path' = ' ' | 'ssl.trust-store.path' is empty",
                "'ssl.trust-store.path' = 'x', 'ssl.trust-store.type' = 'zip' |"
                        + " ssl.trust-store.type",
            })
    void optionsThatMakeNoSenseAreRefusedWhenAQueryIsPlanned(String options, String message) {
        table("t", DATAHUB.hub().endpoint(), options);
        assertThatThrownBy(() -> sql.executeSql("INSERT INTO t VALUES (1)"))
                .hasStackTraceContaining(message)
                // Flink itself repeats the options of the table
                .rootCause()
                .message()
                .doesNotContain("geheim");
    }

    private void table(String name, String endpoint, String... options) {
        List<String> all = connection(endpoint, options);
        all.add("'connector' = 'datahub'");
        all.add("'project' = 'shop'");
        all.add("'topic' = '" + topic + "'");
        all.add("'scan.bounded.mode' = 'latest'");
        sql.executeSql(
                "CREATE TEMPORARY TABLE "
                        + name
                        + " (id BIGINT) WITH ("
                        + String.join(", ", all)
                        + ")");
    }

    private static List<String> connection(String endpoint, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("'endpoint' = '" + endpoint + "'");
        all.add("'access-id' = '" + DATAHUB.hub().accessId() + "'");
        all.add("'access-key-secret' = '" + DATAHUB.hub().accessKeySecret() + "'");
        return all;
    }

    /** Writes a row and reads the table. */
    private List<Row> written(String table) throws Exception {
        sql.executeSql("INSERT INTO " + table + " VALUES (1)").await();
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql("SELECT * FROM " + table).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }
}
