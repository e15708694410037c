/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of the vendor's connector: what it becomes, or why it is refused. */
class VendorTableTest {

    private static final String URL = "jdbc:TAOS-WS://td:6041/power?user=u&password=p";

    private static final Map<String, String> SOURCE =
            Map.of("td.jdbc.mode", "source", "td.jdbc.url", URL, "scan.query", "SELECT 1");
    private static final Map<String, String> CDC =
            Map.ofEntries(
                    Map.entry("td.jdbc.mode", "cdc"),
                    Map.entry("bootstrap.servers", "a:6041,b:6041"),
                    Map.entry("topic", "t"),
                    Map.entry("group.id", "g"));
    private static final Map<String, String> SINK =
            Map.of("td.jdbc.mode", "sink", "td.jdbc.url", URL, "sink.supertable.name", "meters");

    @Test
    void aQueryIsRead() {
        assertThat(new VendorTable(SOURCE).source())
                .containsEntry("endpoints", "td:6041")
                .containsEntry("database", "power")
                .containsEntry("username", "u")
                .containsEntry("password", "p")
                .containsEntry("scan.query", "SELECT 1")
                .hasSize(5);
    }

    @Test
    void aTopicIsSubscribedToFromWhereTheGroupIs() {
        assertThat(new VendorTable(CDC).source())
                .containsEntry("endpoints", "a:6041;b:6041")
                .containsEntry("username", "root")
                .containsEntry("password", "taosdata")
                .containsEntry("scan.mode", "subscribe")
                .containsEntry("scan.startup.mode", "committed-or-latest")
                .containsEntry("topic", "t")
                .containsEntry("group-id", "g")
                .hasSize(7);
    }

    @Test
    void aSuperTableIsWritten() {
        assertThat(new VendorTable(SINK).sink())
                .containsEntry("table-name", "meters")
                .containsEntry("database", "power");
    }

    @ParameterizedTest
    @CsvSource({
        "dbname, other, database, other",
        "user, me, username, me",
        "password, mine, password, mine",
        "charset, UTF-8, scan.query, SELECT 1",
        "value.deserializer.encoding, utf8, scan.query, SELECT 1",
        "locale, en_US.UTF-8, scan.query, SELECT 1",
        "enableAutoReconnect, true, scan.query, SELECT 1",
        "reconnectIntervalMs, 2000, scan.query, SELECT 1",
        "reconnectRetryCount, 3, scan.query, SELECT 1",
        "td.batch.mode, false, scan.query, SELECT 1",
        "table-name, ignored beside a query, scan.query, SELECT 1"
    })
    void anOptionOfAQuery(String key, String value, String ours, String expected) {
        assertThat(new VendorTable(with(SOURCE, key, value)).source())
                .containsEntry(ours, expected);
    }

    @ParameterizedTest
    @CsvSource({"table.name, d1", "table-name, d1"})
    void aTableIsReadIfThereIsNoQuery(String key, String table) {
        Map<String, String> options = with(SOURCE, key, table);
        options.remove("scan.query");
        assertThat(new VendorTable(options).source())
                .containsEntry("table-name", table)
                .doesNotContainKey("scan.query");
    }

    @Test
    void hostAndPortStandForTheUrl() {
        Map<String, String> options = with(with(SOURCE, "host", "h"), "port", "7041");
        options.remove("td.jdbc.url");
        assertThat(new VendorTable(options).source()).containsEntry("endpoints", "h:7041");
        options.remove("port");
        assertThat(new VendorTable(options).source()).containsEntry("endpoints", "h:6041");
        options.remove("host");
        assertThatThrownBy(() -> new VendorTable(options).source())
                .isInstanceOf(ValidationException.class)
                .hasMessage("'td.jdbc.url' is missing; set it or 'host'.");
    }

    @ParameterizedTest
    @CsvSource({
        "client.id, c, client-id, c",
        "poll.interval_ms, 250, scan.poll.timeout, 250 ms",
        "auto.offset.reset, earliest, scan.startup.mode, committed",
        "auto.offset.reset, latest, scan.startup.mode, committed-or-latest",
        "enable.auto.commit, false, group-id, g",
        "enable.auto.commit, true, group-id, g",
        "auto.commit.interval.ms, 5000, group-id, g",
        "url, jdbc:TAOS-WS://w:6041/?user=x&password=y, endpoints, w:6041",
        "user, me, username, me",
        "password, mine, password, mine"
    })
    void anOptionOfATopic(String key, String value, String ours, String expected) {
        assertThat(new VendorTable(with(CDC, key, value)).source()).containsEntry(ours, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sink.db.name, other, database, other",
        "sink.batch.size, 500, sink.batch.max-rows, 500",
        "sink.parallelism, 3, sink.parallelism, 3"
    })
    void anOptionOfASink(String key, String value, String ours, String expected) {
        assertThat(new VendorTable(with(SINK, key, value)).sink()).containsEntry(ours, expected);
    }

    @Test
    void aNormalTableIsWritten() {
        Map<String, String> options = with(SINK, "sink.table.name", "events");
        assertThatThrownBy(() -> new VendorTable(options).sink())
                .hasMessageContaining("is set beside 'sink.supertable.name'");
        options.remove("sink.supertable.name");
        assertThat(new VendorTable(options).sink()).containsEntry("table-name", "events");
        options.remove("sink.table.name");
        assertThatThrownBy(() -> new VendorTable(options).sink())
                .hasMessage("'sink.supertable.name' is missing; set it or 'sink.table.name'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "td.jdbc.mode | sink | the table is read; set it to 'source' for a query",
                "td.jdbc.url | nonsense | is no URL of TDengine's driver",
                "td.jdbc.url | jdbc:TAOS://h:6030/d | write jdbc:TAOS-WS:",
                "timezone | UTC-8 | set Flink's 'table.local-time-zone'",
                "charset | GBK | texts are UTF-8",
                "value.deserializer.encoding | GBK | texts are UTF-8",
                "td.batch.mode | true | leave it out"
            },
            quoteCharacter = '"')
    void whatHasNoClearMeaningIsRefused(String key, String value, String message) {
        assertThatThrownBy(() -> new VendorTable(with(SOURCE, key, value)).source())
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("'" + key + "' ")
                .hasMessageContaining(message);
    }

    @Test
    void aTableOfATopicNeedsTopicAndGroup() {
        for (String key : new String[] {"topic", "group.id"}) {
            Map<String, String> options = new HashMap<>(CDC);
            options.remove(key);
            assertThatThrownBy(() -> new VendorTable(options).source())
                    .hasMessage("'" + key + "' is missing; set it for this 'td.jdbc.mode'.");
        }
        assertThatThrownBy(() -> new VendorTable(with(CDC, "auto.offset.reset", "none")).source())
                .hasMessageContaining("set it to 'earliest' or to 'latest'");
        assertThatThrownBy(() -> new VendorTable(SOURCE).sink())
                .hasMessageContaining("the table is written; set it to 'sink'");
    }

    @Test
    void urlsMayLeaveOutThePortAndBringTokensAndTls() {
        String url = "jdbc:TAOS-RS://cloud?useSSL=true&token=a%2Bb";
        assertThat(new VendorTable(with(SOURCE, "td.jdbc.url", url)).source())
                .containsEntry("endpoints", "cloud:6041")
                .containsEntry("ssl.enabled", "true")
                .containsEntry("token", "a+b")
                .doesNotContainKeys("username", "password", "database");
    }

    @Test
    void noErrorPrintsAPassword() {
        Map<String, String> options = with(SOURCE, "td.jdbc.url", "jdbc:mysql://h/d?password=hush");
        assertThatThrownBy(() -> new VendorTable(options).source()).hasMessageNotContaining("hush");
        assertThat(JdbcUrl.parse("td.jdbc.url", URL).toString()).isEqualTo("td:6041/power");
    }

    private static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> changed = new HashMap<>(options);
        changed.put(key, value);
        return changed;
    }
}
