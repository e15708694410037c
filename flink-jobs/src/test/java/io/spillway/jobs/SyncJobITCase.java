/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.kafka.KafkaDeadLetterHeaders;
import io.spillway.jobs.cli.SpillwayCli;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import io.spillway.local.kafka.LocalKafkaExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs from YAML between a real Kafka and a local DataHub, fed with what Debezium wrote. */
class SyncJobITCase {

    @RegisterExtension static final LocalKafkaExtension KAFKA = new LocalKafkaExtension();
    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final String JOB =
            """
            pipeline:
              name: it
              parallelism: 2
              checkpoint-interval: 200 ms
            source:
              connector: kafka
              topic: ${env:RUN}.customers;${env:RUN}.orders
              properties.bootstrap.servers: ${env:BOOTSTRAP}
              scan.bounded.mode: ${env:BOUNDED}
              debezium-json.time-unit: micros
            route:
              - source-table: public.customers
                sink: {topic: customers}
                primary-key: id
                columns:
                  id: BIGINT
                  first_name: STRING
                  source_lsn: BIGINT METADATA FROM 'lsn'
                  source_op: STRING METADATA FROM 'op'
                  kafka_offset: BIGINT METADATA
              - source-table: public.orders
                sink: {topic: orders}
                primary-key: [id]
                columns: {id: BIGINT, status: STRING, created: TIMESTAMP(6)}
            sink:
              connector: datahub
              endpoint: ${env:ENDPOINT}
              project: ${env:RUN}
              access-id: ${env:ACCESS_ID}
              access-key-secret: ${env:SECRET}
              sink.changelog: op-column
            dead-letter:
              type: kafka
              topic: ${env:RUN}.letters
              properties.bootstrap.servers: ${env:BOOTSTRAP}
            """;

    @TempDir private Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String run;

    @BeforeEach
    void makeTopics() throws Exception {
        run = "run" + NUMBER.incrementAndGet();
        LocalDataHub hub = DATAHUB.hub();
        environment.put("RUN", run);
        environment.put("BOOTSTRAP", KAFKA.get().bootstrapServers());
        environment.put("BOUNDED", "latest-offset");
        environment.put("ENDPOINT", hub.endpoint());
        environment.put("ACCESS_ID", hub.accessId());
        environment.put("SECRET", hub.accessKeySecret());
        for (String topic : List.of("customers", "orders", "letters")) {
            KAFKA.get().createTopic(run + "." + topic, 1, Map.of());
        }
        hub.createProject(run);
        hub.createTopic(
                run,
                "customers",
                2,
                LocalDataHub.tuple(
                        "id:BIGINT!",
                        "first_name:STRING",
                        "source_lsn:BIGINT",
                        "source_op:STRING",
                        "kafka_offset:BIGINT",
                        "__op:STRING"));
        hub.createTopic(
                run,
                "orders",
                2,
                LocalDataHub.tuple(
                        "id:BIGINT!", "status:STRING", "created:TIMESTAMP", "__op:STRING"));
    }

    private int spillway(String job) throws Exception {
        Path file = Files.writeString(directory.resolve("job.yaml"), job);
        return SpillwayCli.execute(
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "run",
                file.toString());
    }

    private List<List<String>> rows(String topic) {
        return DATAHUB.hub().records(run, topic).stream().map(StoredRecord::values).toList();
    }

    private List<DeadLetter> letters(RecordedTopics topics) throws Exception {
        List<DeadLetter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> r : topics.read(run + ".letters")) {
            letters.add(KafkaDeadLetterHeaders.toLetter(r.key(), r.value(), r.headers()));
        }
        return letters;
    }

    @Test
    void everyRecordIsWrittenOrLettered() throws Exception {
        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            assertThat(topics.replay("jn.public.customers", run + ".customers")).isEqualTo(20);
            assertThat(topics.replay("jn.public.orders", run + ".orders")).isEqualTo(7);
            assertThat(topics.replay("jn.public.toasted", run + ".orders")).isEqualTo(2);
            topics.send(run + ".orders", "{\"id\":9}", "{not json");
            topics.send(run + ".customers", "{\"id\":9}", "{\"id\":9,\"first_name\":\"flat\"}");

            assertThat(spillway(JOB)).as(err.toString()).isZero();

            // 20 records, two of them tombstones, and a poisoned one besides.
            List<List<String>> customers = rows("customers");
            assertThat(customers).hasSize(18);
            assertThat(customers)
                    .filteredOn(row -> row.get(0).equals("3"))
                    .containsExactly(
                            List.of("3", "Cleo", "22284232", "c", "2", "+I"),
                            Arrays.asList("3", null, "22284864", "d", "4", "-D"));
            assertThat(customers)
                    .filteredOn(row -> row.get(0).equals("1"))
                    .extracting(row -> row.get(1) + row.get(5))
                    .containsExactly("Anne+I", "Anna+U", "Anna2+U", "Anna3+U", "Anna3+I");
            assertThat(rows("orders"))
                    .filteredOn(row -> row.get(0).equals("1"))
                    .extracting(row -> row.get(3))
                    .containsExactly("+I", "+U", "-D");
            assertThat(rows("orders")).hasSize(5);

            List<DeadLetter> letters = letters(topics);
            assertThat(letters)
                    .extracting(letter -> letter.error().code() + "@" + letter.origin().position())
                    .containsExactlyInAnyOrder(
                            "UnsupportedOp@5",
                            "UnroutedTable@7",
                            "UnroutedTable@8",
                            "InvalidJson@9",
                            "UnexpectedShape@20");
            assertThat(letters)
                    .filteredOn(letter -> letter.error().code().equals("InvalidJson"))
                    .singleElement()
                    .satisfies(
                            letter -> {
                                assertThat(letter.origin().container()).isEqualTo(run + ".orders");
                                assertThat(letter.value())
                                        .asString(StandardCharsets.UTF_8)
                                        .isEqualTo("{not json");
                                assertThat(letter.jobName()).isEqualTo("it");
                            });
        }
    }

    @Test
    void aStoppedJobGoesOnWhereItStopped() throws Exception {
        environment.put("BOUNDED", "unbounded");
        Configuration options = new Configuration();
        options.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                directory.resolve("s").toUri().toString());
        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            topics.replay("jn.public.customers", run + ".customers");
            JobClient first = SyncJob.fromYaml(JOB, environment).start(options);
            await(() -> DATAHUB.hub().recordCount(run, "customers") >= 18);
            String savepoint =
                    first.stopWithSavepoint(false, null, SavepointFormatType.CANONICAL)
                            .get(60, TimeUnit.SECONDS);

            topics.replay("jn.public.orders", run + ".orders");
            options.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            JobClient second = SyncJob.fromYaml(JOB, environment).start(options);
            await(() -> DATAHUB.hub().recordCount(run, "orders") >= 5);
            await(() -> KAFKA.get().endOffsets(run + ".letters") >= 1);
            second.cancel().get(60, TimeUnit.SECONDS);

            assertThat(rows("customers")).hasSize(18);
            assertThat(rows("orders")).hasSize(5);
            assertThat(letters(topics))
                    .extracting(letter -> letter.error().code())
                    .containsExactly("UnsupportedOp");
        }
    }

    @Test
    void withoutALetterBlockTheFirstRefusedRecordFailsTheJob() throws Exception {
        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            topics.send(run + ".orders", "{\"id\":9}", "{not json");

            String job = JOB.substring(0, JOB.indexOf("dead-letter:"));
            assertThat(spillway(job)).isEqualTo(1);

            assertThat(err.toString().lines())
                    .last()
                    .asString()
                    .startsWith("error: Record of kafka")
                    .contains(".orders' partition 0 position 0", "InvalidJson");
            assertThat(err.toString()).contains("warning: the job restarts: ");
        }
    }

    @Test
    void whatIsIgnoredIsNeitherWrittenNorLettered() throws Exception {
        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            topics.replay("jn.public.orders", run + ".orders");
            topics.replay("jn.public.toasted", run + ".orders");

            assertThat(
                            spillway(
                                    JOB.replace(
                                            "  parallelism: 2",
                                            "  parallelism: 1\n  unrouted: ignore\n  truncate:"
                                                    + " ignore")))
                    .isZero();

            assertThat(rows("orders")).hasSize(5);
            assertThat(letters(topics)).isEmpty();
        }
    }

    @Test
    void aWrongKeyEndsWithTheServicesAnswer() throws Exception {
        environment.put("SECRET", "a-wrong-secret");
        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            topics.replay("jn.public.orders", run + ".orders");

            assertThat(spillway(JOB)).isEqualTo(1);

            assertThat(err.toString().lines())
                    .last()
                    .asString()
                    .startsWith("error: ")
                    .contains("Unauthorized", "request");
            assertThat(err.toString() + out).doesNotContain("a-wrong-secret");
        }
    }

    @Test
    void topicsThatDoNotExistAreNamed() throws Exception {
        assertThat(spillway(JOB.replace("${env:RUN}.orders", "nowhere.orders"))).isEqualTo(1);
        assertThat(err.toString().lines())
                .last()
                .asString()
                .startsWith("error: ")
                .contains("nowhere.orders");

        try (RecordedTopics topics = new RecordedTopics(KAFKA.get())) {
            topics.replay("jn.public.orders", run + ".orders");
            assertThat(spillway(JOB.replace("{topic: orders}", "{topic: gone}"))).isEqualTo(1);
            assertThat(err.toString().lines())
                    .last()
                    .asString()
                    .startsWith("error: ")
                    .contains("gone");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(condition);
    }
}
