/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.local.host.Await;
import io.spillway.local.kafka.LocalKafka;
import io.spillway.local.kafka.LocalKafkaExtension;
import io.spillway.local.postgres.LocalPostgresExtension;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalConnectITCase {

    @Order(1)
    @RegisterExtension
    static final LocalPostgresExtension POSTGRES = new LocalPostgresExtension();

    @Order(2)
    @RegisterExtension
    static final LocalKafkaExtension KAFKA = new LocalKafkaExtension();

    @Order(3)
    @RegisterExtension
    static final LocalConnectExtension CONNECT = new LocalConnectExtension(KAFKA);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

    @Test
    void changesOfARowReachKafkaAsDebeziumEnvelopes() throws Exception {
        try (Connection connection = POSTGRES.get().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE items (id INT PRIMARY KEY, name TEXT, price NUMERIC(8,2))");
            statement.execute("ALTER TABLE items REPLICA IDENTITY FULL");
            statement.execute("INSERT INTO items VALUES (1, 'before the snapshot', 0.50)");

            CONNECT.get().createConnector("items", debezium("shop", "public.items"));
            CONNECT.get().awaitRunning("items", STARTED_WITHIN);
            List<ConsumerRecord<String, String>> snapshot = read("shop.public.items", 1);
            assertThat(JSON.readTree(snapshot.get(0).value()).path("op").asText()).isEqualTo("r");

            statement.execute("INSERT INTO items VALUES (2, 'Grüße', 12.30)");
            statement.execute("UPDATE items SET name = NULL, price = 99.99 WHERE id = 2");
            statement.execute("DELETE FROM items WHERE id = 2");
        }

        List<ConsumerRecord<String, String>> records = read("shop.public.items", 5);
        JsonNode insert = JSON.readTree(records.get(1).value());
        assertThat(insert.path("op").asText()).isEqualTo("c");
        assertThat(insert.path("before").isNull()).isTrue();
        assertThat(insert.path("after"))
                .isEqualTo(JSON.readTree("{\"id\":2,\"name\":\"Grüße\",\"price\":\"12.30\"}"));
        assertThat(insert.path("source").path("table").asText()).isEqualTo("items");
        assertThat(insert.path("source").path("lsn").asLong()).isPositive();

        JsonNode update = JSON.readTree(records.get(2).value());
        assertThat(update.path("op").asText()).isEqualTo("u");
        assertThat(update.path("before")).isEqualTo(insert.path("after"));
        assertThat(update.path("after"))
                .isEqualTo(JSON.readTree("{\"id\":2,\"name\":null,\"price\":\"99.99\"}"));

        JsonNode delete = JSON.readTree(records.get(3).value());
        assertThat(delete.path("op").asText()).isEqualTo("d");
        assertThat(delete.path("before")).isEqualTo(update.path("after"));
        assertThat(delete.path("after").isNull()).isTrue();

        assertThat(records.get(4).value()).as("tombstone").isNull();
        assertThat(records.subList(1, 5)).allMatch(record -> record.key().equals("{\"id\":2}"));
        assertThat(KAFKA.get().endOffsets("shop.public.items")).isEqualTo(5);

        CONNECT.get().deleteConnector("items");
        assertThatThrownBy(() -> CONNECT.get().status("items"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("items");
    }

    @Test
    void everyErrorOfABrokenConfigurationIsToldWithoutThePassword() {
        Map<String, String> config = debezium("broken", "public.nothing");
        config.put("database.password", "hunter2-very-secret");
        config.remove("topic.prefix");
        config.put("snapshot.mode", "sometimes");
        config.put("poll.interval.ms", "often");
        assertThatThrownBy(() -> CONNECT.get().createConnector("broken", config))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("'broken'")
                .hasMessageContaining("topic.prefix: ")
                .hasMessageContaining("snapshot.mode: ")
                .hasMessageContaining("poll.interval.ms: ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void unknownClassAndUnknownDatabaseAreRefused() {
        Map<String, String> config = debezium("unknown", "public.nothing");
        config.put("connector.class", "com.example.NoSuchConnector");
        assertThatThrownBy(() -> CONNECT.get().createConnector("unknown", config))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("NoSuchConnector");

        Map<String, String> noDatabase = debezium("unknown", "public.nothing");
        noDatabase.put("database.dbname", "atlantis");
        assertThatThrownBy(() -> CONNECT.get().createConnector("unknown", noDatabase))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("atlantis");
    }

    @Test
    void aFailedTaskIsToldWithItsTraceThoughItsConnectorRuns() throws Exception {
        Map<String, String> config = debezium("failing", "public.absent");
        config.put("publication.autocreate.mode", "disabled");
        CONNECT.get().createConnector("failing", config);
        assertThatThrownBy(() -> CONNECT.get().awaitRunning("failing", STARTED_WITHIN))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("Task 0 of connector 'failing'")
                .hasMessageContaining("ublication");
        assertThat(CONNECT.get().status("failing").state()).isEqualTo("RUNNING");
        assertThatThrownBy(() -> CONNECT.get().createConnector("failing", config))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("already exists");
        CONNECT.get().deleteConnector("failing");
    }

    @Test
    void withoutABrokerTheStartFailsAndTheJvmLives() {
        assertThatThrownBy(() -> LocalConnect.start("127.0.0.1:1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void closingLeavesNeitherThreadsNorFiles() throws Exception {
        Set<Thread> before = nonDaemonThreads();
        try (LocalKafka kafka = LocalKafka.start()) {
            LocalConnect connect = LocalConnect.start(kafka);
            try (Connection connection = POSTGRES.get().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE closing (id INT PRIMARY KEY)");
            }
            connect.createConnector("closing", debezium("closing", "public.closing"));
            connect.awaitRunning("closing", STARTED_WITHIN);
            assertThat(connect.directory()).isDirectory();
            connect.close();
            connect.close();
            assertThat(connect.directory()).doesNotExist();
        }
        Await.until(
                "only threads of before run: " + nonDaemonThreads(),
                Duration.ofSeconds(20),
                () -> before.containsAll(nonDaemonThreads()));
    }

    private static Map<String, String> debezium(String prefix, String table) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("database.hostname", POSTGRES.get().host());
        config.put("database.port", Integer.toString(POSTGRES.get().port()));
        config.put("database.user", POSTGRES.get().user());
        config.put("database.password", POSTGRES.get().password());
        config.put("database.dbname", POSTGRES.get().database());
        config.put("plugin.name", "pgoutput");
        config.put("topic.prefix", prefix);
        config.put("slot.name", prefix);
        config.put("publication.name", prefix);
        config.put("publication.autocreate.mode", "filtered");
        config.put("table.include.list", table);
        config.put("decimal.handling.mode", "string");
        config.put("poll.interval.ms", "50");
        for (String side : List.of("key", "value")) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "false");
        }
        return config;
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count)
            throws Exception {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                KAFKA.get().bootstrapServers(),
                                "group.id",
                                "reader-" + count,
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(Set.of(topic));
            Await.until(
                    count + " records in " + topic,
                    Duration.ofSeconds(60),
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                        return records.size() >= count;
                    });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static Set<Thread> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
