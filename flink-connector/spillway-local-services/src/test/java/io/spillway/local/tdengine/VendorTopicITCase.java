/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.taosdata.jdbc.tmq.ConsumerRecord;
import com.taosdata.jdbc.tmq.ConsumerRecords;
import com.taosdata.jdbc.tmq.OffsetAndMetadata;
import com.taosdata.jdbc.tmq.TaosConsumer;
import com.taosdata.jdbc.tmq.TopicPartition;
import io.spillway.local.host.Await;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topics read by the vendor's consumer. */
class VendorTopicITCase {

    @RegisterExtension static final VendorServer SERVER = new VendorServer();

    private static final long T0 = 1_700_000_000_000L;
    private static final long NO_OFFSET = -2147467247;
    private static final Duration POLL = Duration.ofMillis(200);

    private String database;
    private String topic;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void createTables() throws SQLException {
        database = SERVER.newDatabase("ms");
        topic = "topic_" + database;
        connection = SERVER.webSocket(database);
        statement = connection.createStatement();
        statement.execute("create stable st(ts timestamp, v int) tags(g int)");
        for (int i = 0; i < 8; i++) {
            statement.execute("create table t" + i + " using st tags(" + i + ")");
        }
    }

    @AfterEach
    void dropTopic() throws Exception {
        Await.until(
                "the topic is dropped",
                Duration.ofSeconds(20),
                () -> {
                    try {
                        return !statement.execute("drop topic if exists " + topic);
                    } catch (SQLException e) {
                        return false; // its consumers are still leaving
                    }
                });
        connection.close();
    }

    @Test
    void rowsOfAQuery() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v, tbname, g from st");
        insert(0, 100);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            assertThat(consumer.subscription()).containsExactly(topic);
            List<ConsumerRecord<Map<String, Object>>> records = poll(consumer, 100);
            assertThat(values(records)).hasSize(100).contains(0, 99);
            assertThat(records)
                    .allSatisfy(
                            each -> {
                                assertThat(each.getTopic()).isEqualTo(topic);
                                assertThat(each.getDbName()).isEqualTo(database);
                                assertThat(text(each.value().get("tbname")))
                                        .isEqualTo("t" + each.value().get("g"));
                            });
            assertThat(records.stream().map(ConsumerRecord::getVGroupId).distinct().toList())
                    .hasSize(2);
        }
    }

    @Test
    void rowsOfASuperTable() throws Exception {
        statement.execute("create topic " + topic + " as stable st");
        insert(0, 50);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            List<ConsumerRecord<Map<String, Object>>> records = poll(consumer, 50);
            assertThat(values(records)).hasSize(50);
            assertThat(records.get(0).value()).containsOnlyKeys("ts", "v");
        }
    }

    @Test
    void rowsOfADatabase() throws Exception {
        statement.execute("create topic " + topic + " as database " + database);
        insert(0, 50);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            assertThat(values(poll(consumer, 50))).hasSize(50);
        }
    }

    @Test
    void latestSeesOnlyWhatComes() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v from st");
        insert(0, 10);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "latest")) {
            consumer.subscribe(List.of(topic));
            assertThat(consumer.poll(POLL)).isEmpty();
            insert(10, 30);
            assertThat(values(poll(consumer, 20))).hasSize(20).doesNotContain(0, 9);
        }
    }

    @Test
    void offsetsAreCommittedAndKept() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v from st");
        insert(0, 20);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            Set<TopicPartition> partitions = consumer.assignment();
            assertThat(partitions).hasSize(2);
            assertThat(consumer.committed(partitions).values())
                    .allMatch(at -> at.offset() == NO_OFFSET);
            poll(consumer, 20);
            consumer.commitSync();
            Map<TopicPartition, Long> positions = consumer.position(topic);
            for (TopicPartition partition : partitions) {
                assertThat(consumer.position(partition)).isEqualTo(positions.get(partition));
                assertThat(consumer.committed(partition).offset())
                        .isEqualTo(positions.get(partition));
            }
        }
        insert(20, 30);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            assertThat(values(poll(consumer, 10))).hasSize(10).doesNotContain(19);
        }
        try (TaosConsumer<Map<String, Object>> other = consumer("g2", "earliest")) {
            other.subscribe(List.of(topic));
            assertThat(values(poll(other, 30))).hasSize(30);
        }
    }

    @Test
    void seeksBeforeAndAfterPolls() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v from st");
        insert(0, 20);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(topic);
            assertThat(begins.keySet()).isEqualTo(consumer.assignment());
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                assertThat(end.getValue()).isGreaterThan(begins.get(end.getKey()));
                consumer.seek(end.getKey(), end.getValue());
            }
            assertThat(consumer.poll(POLL)).isEmpty();
            consumer.seekToBeginning(consumer.assignment());
            assertThat(values(poll(consumer, 20))).hasSize(20);
            consumer.seekToEnd(consumer.assignment());
            insert(20, 25);
            assertThat(values(poll(consumer, 5))).containsExactlyInAnyOrder(20, 21, 22, 23, 24);
            TopicPartition any = consumer.assignment().iterator().next();
            assertThatThrownBy(() -> consumer.seek(any, 999_999))
                    .hasMessageContaining("Offset out of range");
            assertThatThrownBy(() -> consumer.seek(new TopicPartition(topic, 9999), 1))
                    .hasMessageContaining("VgId does not belong to this consumer");
            assertThatThrownBy(() -> consumer.seek(new TopicPartition("nosuch", 1), 1))
                    .hasMessageContaining("Topic does not belong to this consumer");
        }
    }

    @Test
    void oneOffsetCommittedAlone() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v from st");
        insert(0, 20);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            consumer.endOffsets(topic)
                    .forEach(
                            (partition, end) ->
                                    offsets.put(partition, new OffsetAndMetadata(end, null)));
            consumer.commitSync(offsets);
            for (TopicPartition partition : consumer.assignment()) {
                assertThat(consumer.committed(partition).offset())
                        .isEqualTo(offsets.get(partition).offset());
            }
        }
        insert(20, 24);
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            assertThat(values(poll(consumer, 4))).containsExactlyInAnyOrder(20, 21, 22, 23);
        }
    }

    @Test
    void theConsumersOfAGroupShareTheVgroups() throws Exception {
        statement.execute("create topic " + topic + " as select ts, v from st");
        insert(0, 40);
        try (TaosConsumer<Map<String, Object>> one = consumer("g1", "earliest");
                TaosConsumer<Map<String, Object>> two = consumer("g1", "earliest")) {
            one.subscribe(List.of(topic));
            assertThat(one.assignment()).hasSize(2);
            two.subscribe(List.of(topic));
            List<ConsumerRecord<Map<String, Object>>> records = new ArrayList<>();
            Await.until(
                    "each consumer has one vgroup",
                    Duration.ofSeconds(20),
                    () -> {
                        one.poll(POLL).forEach(records::add);
                        two.poll(POLL).forEach(records::add);
                        return one.assignment().size() == 1 && two.assignment().size() == 1;
                    });
            assertThat(one.assignment()).doesNotContainAnyElementsOf(two.assignment());
            Await.until(
                    "all rows were read",
                    Duration.ofSeconds(20),
                    () -> {
                        one.poll(POLL).forEach(records::add);
                        two.poll(POLL).forEach(records::add);
                        return Set.copyOf(values(records)).size() == 40;
                    });
            two.unsubscribe();
            Await.until(
                    "one consumer has all vgroups again",
                    Duration.ofSeconds(20),
                    () -> {
                        one.poll(POLL);
                        return one.assignment().size() == 2;
                    });
        }
    }

    @Test
    void changesOfSchemaAndDeletes() throws Exception {
        statement.execute("create topic " + topic + " with meta as database " + database);
        insert(0, 1);
        statement.execute("alter stable st add column w double");
        statement.execute("delete from t0 where ts = " + T0);
        statement.execute("drop table t1");
        Set<String> metas = new TreeSet<>();
        Properties properties = properties("g1", "earliest");
        properties.setProperty("enable_batch_meta", "1");
        try (TaosConsumer<Map<String, Object>> consumer = new TaosConsumer<>(properties)) {
            consumer.subscribe(List.of(topic));
            Await.until(
                    "all kinds of changes were read",
                    Duration.ofSeconds(20),
                    () -> {
                        for (ConsumerRecord<Map<String, Object>> each : consumer.poll(POLL)) {
                            if (each.getMeta() != null) {
                                metas.add(each.getMeta().getType().toString());
                            }
                        }
                        return metas.size() == 4;
                    });
        }
        assertThat(metas)
                .map(String::toLowerCase)
                .containsExactly("alter", "create", "delete", "drop");
    }

    @Test
    void whatCannotBeSubscribed() throws Exception {
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            assertThatThrownBy(() -> consumer.subscribe(List.of("nosuch")))
                    .hasMessageContaining("Topic not exist");
        }
        Properties unknown = properties("g1", "earliest");
        unknown.setProperty("no.such.key", "1");
        statement.execute("create topic " + topic + " as select ts, v from st");
        try (TaosConsumer<Map<String, Object>> consumer = new TaosConsumer<>(unknown)) {
            assertThatThrownBy(() -> consumer.subscribe(List.of(topic)))
                    .isInstanceOf(SQLException.class);
        }
        try (TaosConsumer<Map<String, Object>> consumer = consumer("g1", "earliest")) {
            consumer.subscribe(List.of(topic));
            assertThatThrownBy(() -> statement.execute("drop topic " + topic))
                    .hasMessageContaining("Topic subscribed cannot be dropped");
        }
    }

    private void insert(int from, int to) throws SQLException {
        for (int i = from; i < to; i++) {
            statement.execute("insert into t" + i % 8 + " values(" + (T0 + i) + ", " + i + ")");
        }
    }

    /** The driver has bytes where there are characters. */
    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }

    private static List<Integer> values(List<ConsumerRecord<Map<String, Object>>> records) {
        return records.stream()
                .map(each -> (Integer) each.value().get("v"))
                .collect(Collectors.toList());
    }

    /** Polls until there are so many, and once more to see that there are no others. */
    private static List<ConsumerRecord<Map<String, Object>>> poll(
            TaosConsumer<Map<String, Object>> consumer, int count) throws Exception {
        List<ConsumerRecord<Map<String, Object>>> records = new ArrayList<>();
        Await.until(
                "so many rows were read",
                Duration.ofSeconds(20),
                () -> {
                    ConsumerRecords<Map<String, Object>> polled = consumer.poll(POLL);
                    polled.forEach(records::add);
                    return records.size() >= count && polled.isEmpty();
                });
        return records;
    }

    private TaosConsumer<Map<String, Object>> consumer(String group, String reset)
            throws SQLException {
        return new TaosConsumer<>(properties(group, reset));
    }

    private static Properties properties(String group, String reset) {
        Properties properties = new Properties();
        properties.setProperty("td.connect.type", "ws");
        properties.setProperty("bootstrap.servers", SERVER.endpoint());
        properties.setProperty("td.connect.user", "root");
        properties.setProperty("td.connect.pass", "taosdata");
        properties.setProperty("group.id", group);
        properties.setProperty("client.id", "vendor");
        properties.setProperty("auto.offset.reset", reset);
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("value.deserializer", "com.taosdata.jdbc.tmq.MapDeserializer");
        return properties;
    }
}
