/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import io.spillway.tdengine.client.ScriptedAdapter.Request;
import io.spillway.tdengine.client.TmqConsumer.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TmqConsumerTest {

    private static final Duration BLOCKING = Duration.ofMillis(500);

    @Test
    void joiningTellsWhoAndHow() throws Exception {
        try (ScriptedAdapter adapter = new ScriptedAdapter(replay(RecordedFrames.CONSUMER));
                TDengineGateway gateway = Gateways.to(adapter)) {
            Gateways.get(
                    gateway.subscribe(
                            new TmqSubscription(
                                    "g1",
                                    "c1",
                                    List.of("tq1"),
                                    "earliest",
                                    false,
                                    Map.of("min.poll.rows", "100"))));

            JsonNode args = adapter.await("subscribe").args();
            for (Frame recorded : RecordedFrames.read(RecordedFrames.CONSUMER)) {
                if (recorded.fromClient()
                        && recorded.json().path("action").asText("").equals("subscribe")) {
                    JsonNode expected = recorded.json().path("args");
                    for (String same :
                            List.of(
                                    "user",
                                    "group_id",
                                    "client_id",
                                    "offset_rest",
                                    "topics",
                                    "auto_commit",
                                    "with_table_name")) {
                        assertThat(args.path(same)).isEqualTo(expected.path(same));
                    }
                }
            }
            assertThat(args.path("password").asText()).isEqualTo(Gateways.PASSWORD);
            assertThat(args.path("config").toString()).isEqualTo("{\"min.poll.rows\":\"100\"}");
            assertThat(adapter.connections().get(0).requestLine())
                    .isEqualTo("GET /rest/tmq HTTP/1.1");
        }
    }

    @Test
    void aRecordedTopicIsConsumedToItsEnd() throws Exception {
        try (ScriptedAdapter adapter = new ScriptedAdapter(replay(RecordedFrames.CONSUMER));
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            assertThat(Gateways.get(consumer.assignment("tq1")))
                    .containsExactly(
                            new Assignment(7, 0, 0, 7),
                            new Assignment(9, 0, 0, 11),
                            new Assignment(6, 0, 0, 11),
                            new Assignment(8, 0, 0, 15));
            assertThat(Gateways.get(consumer.committed("tq1", List.of(9, 7, 8, 6))))
                    .containsOnly(TmqConsumer.NO_OFFSET);

            Map<Integer, Long> next = new HashMap<>();
            int rows = 0;
            for (int i = 0; i < 4; i++) {
                TmqMessage message = Gateways.get(consumer.poll(BLOCKING)).orElseThrow();
                assertThat(message.topic()).isEqualTo("tq1");
                assertThat(message.database()).isEqualTo("q1");
                assertThat(message.meta()).isNull();
                next.put(message.vgroupId(), message.nextOffset());
                rows += message.blocks().stream().mapToInt(block -> block.data().rows()).sum();
            }
            assertThat(next).isEqualTo(Map.of(6, 11L, 7, 7L, 8, 15L, 9, 11L));
            assertThat(rows).isEqualTo(24);
            assertThat(Gateways.get(consumer.poll(BLOCKING))).isEmpty();

            // each poll names the last message taken, the first one none
            for (int last : new int[] {0, 1, 2, 3, 4}) {
                JsonNode args = adapter.await("poll").args();
                assertThat(args.path("message_id").asInt()).isEqualTo(last);
                assertThat(args.path("blocking_time").asInt()).isEqualTo(500);
            }
            Gateways.get(consumer.seek("tq1", 9, 11));
            Gateways.get(consumer.commitOffset("tq1", 9, 11));
            JsonNode seek = adapter.await("seek").args();
            assertThat(seek.path("topic").asText()).isEqualTo("tq1");
            assertThat(seek.path("vgroup_id").asInt()).isEqualTo(9);
            assertThat(seek.path("offset").asLong()).isEqualTo(11);
            Gateways.get(consumer.unsubscribe());
        }
    }

    @Test
    void changesOfSchemaComeWithTheirPlaceInTheLog() throws Exception {
        try (ScriptedAdapter adapter = new ScriptedAdapter(replay(RecordedFrames.META_CONSUMER));
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, true)) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                TmqMessage message = Gateways.get(consumer.poll(BLOCKING)).orElseThrow();
                String type =
                        message.meta() == null
                                ? "-"
                                : message.meta().replaceAll(".*?\"type\":\"(\\w+)\".*", "$1");
                seen.add(
                        message.offset()
                                + ".."
                                + message.nextOffset()
                                + " "
                                + type
                                + " "
                                + message.blocks().size());
            }
            assertThat(seen)
                    .containsExactly(
                            "1..2 create 0",
                            "2..3 create 0",
                            "3..6 create 3",
                            "6..7 delete 0",
                            "7..8 alter 0",
                            "8..9 - 1",
                            "9..10 alter 0",
                            "10..11 drop 0");
            assertThat(Gateways.get(consumer.poll(BLOCKING))).isEmpty();
        }
    }

    @Test
    void changesOfSchemaAreNotFetchedUnlessWanted() throws Exception {
        try (ScriptedAdapter adapter = new ScriptedAdapter(replay(RecordedFrames.META_CONSUMER));
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            TmqMessage create = Gateways.get(consumer.poll(BLOCKING)).orElseThrow();
            assertThat(create.meta()).isNull();
            assertThat(create.blocks()).isEmpty();
            assertThat(create.nextOffset()).isEqualTo(2);
        }
    }

    @Test
    void aMessageThatBreaksOffIsAskedForAgain() throws Exception {
        int[] fetches = {0};
        Frame data = binary(RecordedFrames.CONSUMER, 0);
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(
                                request -> {
                                    switch (request.action()) {
                                        case "poll" ->
                                                request.answer(
                                                        "\"have_message\":true,\"topic\":\"t\","
                                                                + "\"database\":\"d\","
                                                                + "\"vgroup_id\":8,"
                                                                + "\"message_type\":1,"
                                                                + "\"message_id\":\"41\","
                                                                + "\"offset\":0");
                                        case "fetch_raw_data" -> {
                                            if (fetches[0]++ == 0) {
                                                request.refuse(0xffff, "some trouble");
                                            } else {
                                                request.answerRecorded(data.bytes());
                                            }
                                        }
                                        default -> request.answer("\"version\":\"3.3.7.5\"");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            ServiceException failure = Gateways.failure(consumer.poll(BLOCKING));
            assertThat(failure.code()).isEqualTo("0xffff");
            assertThat(Gateways.get(consumer.poll(BLOCKING))).isPresent();
            Gateways.get(consumer.poll(BLOCKING));

            assertThat(adapter.await("poll").args().path("message_id").asInt()).isZero();
            assertThat(adapter.await("poll").args().path("message_id").asInt()).isZero();
            assertThat(adapter.await("poll").args().path("message_id").asInt()).isEqualTo(41);
        }
    }

    @Test
    void serversErrorsKeepTheirCodes() throws Exception {
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(
                                request -> {
                                    switch (request.action()) {
                                        case "poll" -> request.refuse(998, "Consumer not exist");
                                        case "seek" -> request.refuse(16391, "Offset out of range");
                                        case "committed" -> request.answer("\"committed\":[1,2,3]");
                                        default -> request.answer("\"version\":\"3.3.7.5\"");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            ServiceException gone = Gateways.failure(consumer.poll(BLOCKING));
            assertThat(gone.code()).isEqualTo(TDengineErrors.CONSUMER_NOT_EXIST);
            ServiceException range = Gateways.failure(consumer.seek("t", 5, 77));
            assertThat(range.code()).isEqualTo(TDengineErrors.OFFSET_OUT_OF_RANGE);
            assertThat(range.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(range.getMessage()).contains("vgroup 5 of topic t to 77");
            assertThat(Gateways.failure(consumer.committed("t", List.of(1))).code())
                    .isEqualTo("MalformedMessage");
        }
    }

    @Test
    void aTopicThatIsNotThereIsNotLookedForElsewhere() throws Exception {
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(request -> request.refuse(993, "Topic not exist"));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(adapter.endpoint(), adapter.endpoint()).build())) {
            ServiceException failure =
                    Gateways.failure(
                            gateway.subscribe(
                                    new TmqSubscription(
                                            "g",
                                            "c",
                                            List.of("nosuch"),
                                            "latest",
                                            false,
                                            Map.of())));

            assertThat(failure.code()).isEqualTo("0x03e1");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).contains("nosuch").doesNotContain(Gateways.PASSWORD);
            assertThat(adapter.connections()).hasSize(1);
        }
    }

    @Test
    void aConsumerNeverReconnects() throws Exception {
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(
                                request -> {
                                    if (request.action().equals("poll")) {
                                        request.connection.kill();
                                    } else {
                                        request.answer("\"version\":\"3.3.7.5\"");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            assertThat(Gateways.failure(consumer.poll(BLOCKING)).code())
                    .isEqualTo("ConnectionLost");
            assertThat(Gateways.failure(consumer.poll(BLOCKING)).code())
                    .isEqualTo("ConnectionLost");
            assertThat(Gateways.failure(consumer.assignment("t")).code())
                    .isEqualTo("ConnectionLost");
            assertThat(adapter.connections()).hasSize(1);
        }
    }

    @Test
    void oneMessageIsPolledAtATime() throws Exception {
        List<Request> held = new ArrayList<>();
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(
                                request -> {
                                    if (request.action().equals("poll")) {
                                        held.add(request);
                                    } else {
                                        request.answer("\"version\":\"3.3.7.5\"");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter);
                TmqConsumer consumer = subscribe(gateway, false)) {
            CompletableFuture<Optional<TmqMessage>> first = consumer.poll(BLOCKING);
            assertThatThrownBy(() -> consumer.poll(BLOCKING))
                    .isInstanceOf(IllegalStateException.class);
            adapter.await("poll");
            consumer.close();
            assertThat(Gateways.failure(first).code()).isEqualTo("GatewayClosed");
            assertThat(adapter.connections().get(0).awaitEnd()).isTrue();
        }
    }

    private static TmqConsumer subscribe(TDengineGateway gateway, boolean withMeta)
            throws Exception {
        return Gateways.get(
                gateway.subscribe(
                        new TmqSubscription(
                                "g1", "c1", List.of("tq1"), "earliest", withMeta, Map.of())));
    }

    /** Answers each action as the server did, one recorded answer after the other. */
    private static ScriptedAdapter.Script replay(String file) {
        Map<String, List<Frame>> answers = new HashMap<>();
        for (Frame frame : RecordedFrames.read(file)) {
            if (!frame.fromClient()) {
                String action =
                        frame.isText() ? frame.json().path("action").asText() : "fetch_raw_data";
                answers.computeIfAbsent(action, key -> new ArrayList<>()).add(frame);
            }
        }
        return request -> {
            Frame next = answers.get(request.action()).remove(0);
            if (next.isText()) {
                request.answerRecorded(next.text());
            } else {
                request.answerRecorded(next.bytes());
            }
        };
    }

    private static Frame binary(String file, int index) {
        return RecordedFrames.read(file).stream()
                .filter(frame -> !frame.fromClient() && !frame.isText())
                .toList()
                .get(index);
    }
}
