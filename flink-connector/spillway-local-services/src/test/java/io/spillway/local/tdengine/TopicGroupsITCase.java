/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.host.Await;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of consumer groups, asked for without a driver in between. */
class TopicGroupsITCase {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<RawSocket> open = new ArrayList<>();
    private final Map<RawSocket, Long> lastIds = new HashMap<>();
    private LocalTDengine server;
    private long written = 1_700_000_000_000L;

    @BeforeEach
    void start() {
        server =
                LocalTDengine.builder()
                        .rebalanceDelay(Duration.ofMillis(30))
                        .consumerCheckPeriod(Duration.ofMillis(50))
                        .pings(Duration.ofMillis(100), Duration.ofMillis(1500))
                        .start();
        server.execute("create database d vgroups 4");
        server.execute("create stable d.st(ts timestamp, v int) tags(g int)");
        for (int i = 0; i < 16; i++) {
            server.execute("create table d.t" + i + " using d.st tags(" + i + ")");
        }
        server.execute("create topic t as select ts, v, tbname from d.st");
    }

    @AfterEach
    void stop() {
        open.forEach(RawSocket::close);
        server.close();
    }

    @Test
    void vgroupsAreSharedAndHandedOn() throws Exception {
        RawSocket one = subscribe("g", "earliest", "");
        assertThat(vgroups(one)).hasSize(4);
        RawSocket two = subscribe("g", "earliest", "");
        assertThat(vgroups(two)).hasSize(2);
        assertThat(vgroups(one)).as("its own view, until it polls").hasSize(4);
        poll(one, 0);
        assertThat(vgroups(one)).hasSize(2).doesNotContainAnyElementsOf(vgroups(two));
        two.close();
        Await.until(
                "one has all of them again",
                LONG,
                () -> {
                    poll(one, 0);
                    return vgroups(one).size() == 4;
                });
    }

    @Test
    void othersGoOnWhereWasCommitted() throws Exception {
        insert(40);
        RawSocket one = subscribe("g", "earliest", "");
        assertThat(readAll(one)).isEqualTo(40);
        assertCode(one.ask("commit", "\"message_id\":0"), 0);
        insert(8);
        assertThat(readAll(one)).isEqualTo(8);
        one.close();
        RawSocket two = subscribe("g", "earliest", "");
        assertThat(readAll(two)).as("what was not committed comes again").isEqualTo(8);
    }

    @Test
    void seeksKeepToTheRules() throws Exception {
        insert(40);
        RawSocket socket = subscribe("g", "earliest", "");
        int vgroup = server.vgroupId("d", "t0");
        assertCode(seek(socket, "t", vgroup, 0), 0x4010);
        JsonNode mine = assignment(socket, vgroup);
        long end = mine.get("end").asLong();
        assertCode(seek(socket, "t", vgroup, end + 1), 0x4007);
        assertCode(seek(socket, "t", vgroup, -5), 0x4007);
        assertCode(seek(socket, "t", 99, 1), 0x4008);
        assertCode(seek(socket, "no", vgroup, 1), 0x4009);
        assertCode(seek(socket, "t", vgroup, end), 0);
        assertThat(positions(socket, "position", vgroup)).isEqualTo(end);
        assertThat(positions(socket, "committed", vgroup)).isEqualTo(-2147467247L);
        String at = "\"topic\":\"t\",\"vgroup_id\":" + vgroup + ",\"offset\":";
        assertCode(socket.ask("commit_offset", at + (end + 1)), 0x4007);
        assertCode(socket.ask("commit_offset", at + (end - 1)), 0);
        assertThat(positions(socket, "committed", vgroup)).isEqualTo(end - 1);
    }

    @Test
    void whatWasReadAheadBeforeASeekStillComes() throws Exception {
        insert(64);
        RawSocket socket = subscribe("g", "earliest", "\"config\":{\"min.poll.rows\":\"1\"}");
        vgroups(socket);
        int first = poll(socket, 0).get("vgroup_id").asInt();
        for (JsonNode each : assignments(socket)) {
            int vgroup = each.get("vgroup_id").asInt();
            if (vgroup != first) {
                assertCode(seek(socket, "t", vgroup, each.get("end").asLong()), 0);
            }
        }
        Set<Integer> others = new HashSet<>();
        for (JsonNode message = poll(socket, 0);
                message.get("have_message").asBoolean();
                message = poll(socket, message.get("message_id").asLong())) {
            if (message.get("vgroup_id").asInt() != first) {
                assertThat(others.add(message.get("vgroup_id").asInt())).isTrue();
            }
        }
        assertThat(others).hasSize(3);
    }

    @Test
    void aSecondPollDropsTheOneThatWaits() throws Exception {
        RawSocket socket = subscribe("g", "latest", "");
        // changes nothing, but is used up once the first is under way
        server.faults().on("poll").delay(1, Duration.ZERO);
        for (int request = 1; request <= 3; request++) {
            socket.send(
                    "{\"action\":\"poll\",\"args\":{\"req_id\":"
                            + request
                            + ",\"blocking_time\":1000,\"message_id\":0}}");
            Await.until("it is under way", LONG, () -> server.faults().active().isEmpty());
        }
        assertThat(socket.receive().get("req_id").asInt()).isEqualTo(1);
        assertThat(socket.receive().get("req_id").asInt()).isEqualTo(3);
        assertThat(socket.isSilentFor(500)).isTrue();
    }

    @Test
    void aMessageComesAgainToWhoDoesNotHaveIt() throws Exception {
        insert(10);
        RawSocket socket = subscribe("g", "earliest", "");
        JsonNode first = poll(socket, 0);
        long id = first.get("message_id").asLong();
        JsonNode again = poll(socket, 0);
        assertThat(again.get("message_id").asLong()).isEqualTo(id);
        assertThat(again.get("offset")).isEqualTo(first.get("offset"));
        assertThat(rows(socket, id)).isPositive();
        assertThat(poll(socket, id).get("message_id").asLong()).isNotEqualTo(id);
        socket.send(fetch(id));
        byte[] refused = socket.receiveBinary();
        assertThat(ByteBuffer.wrap(refused).order(ByteOrder.LITTLE_ENDIAN).getInt(34))
                .isEqualTo(0xffff);
    }

    @Test
    void aFrozenConsumerKeepsItsVgroupsUntilPingsFail() throws Exception {
        subscribe("g", "earliest", "");
        assertThat(server.faults().freezeConsumers("g")).isEqualTo(1);
        long started = System.nanoTime();
        RawSocket other = subscribe("g", "earliest", "");
        assertThat(vgroups(other)).hasSize(2);
        Await.until(
                "the server gave up on the frozen one",
                LONG,
                () -> {
                    poll(other, 0);
                    return vgroups(other).size() == 4;
                });
        assertThat(System.nanoTime() - started).isGreaterThan(1_000_000_000L);
    }

    @Test
    void whoDoesNotPollLosesItsPlace() throws Exception {
        RawSocket lazy = subscribe("g", "earliest", "\"max_poll_interval_ms\":\"1000\"");
        RawSocket busy = subscribe("g", "earliest", "\"max_poll_interval_ms\":\"1000\"");
        Await.until(
                "the busy one has all",
                LONG,
                () -> {
                    poll(busy, 0);
                    return vgroups(busy).size() == 4;
                });
        assertCode(poll(lazy, 0), 0x03e6);
    }

    @Test
    void evictedConsumersLearnOfItWhenTheyPoll() throws Exception {
        RawSocket socket = subscribe("g", "earliest", "");
        assertThat(server.faults().evictConsumers("g")).isEqualTo(1);
        assertCode(poll(socket, 0), 0x03e6);
        assertThat(server.query("show consumers")).isEmpty();
    }

    @Test
    void anExpiredOffsetIsMovedWithoutAWord() throws Exception {
        insert(40);
        RawSocket socket = subscribe("g", "earliest", "");
        int vgroup = server.vgroupId("d", "t0");
        JsonNode before = assignment(socket, vgroup);
        long end = before.get("end").asLong();
        server.recycleWal("d", end - 1);
        for (JsonNode message = poll(socket, 0);
                message.get("have_message").asBoolean();
                message = poll(socket, message.get("message_id").asLong())) {
            if (message.get("vgroup_id").asInt() == vgroup) {
                assertThat(rows(socket, message.get("message_id").asLong())).isLessThan(3);
            }
        }
        assertThat(assignment(socket, vgroup).get("begin").asLong()).isEqualTo(end - 1);
        assertCode(seek(socket, "t", vgroup, 0), 0x4007);
    }

    @Test
    void groupsOutliveAnOutage() throws Exception {
        insert(20);
        RawSocket one = subscribe("g", "earliest", "");
        assertThat(readAll(one)).isEqualTo(20);
        assertCode(one.ask("commit", "\"message_id\":0"), 0);
        server.stop();
        assertThat(one.awaitClosed()).isTrue();
        server.restart();
        insert(5);
        assertThat(readAll(subscribe("g", "earliest", ""))).isEqualTo(5);
    }

    @Test
    void groupsAndTopicsInUseAreNotDropped() throws Exception {
        RawSocket socket = subscribe("g", "earliest", "");
        assertThat(server.query("show subscriptions")).hasSize(4);
        assertThat(server.query("show consumers")).hasSize(1);
        assertThatThrownBy(() -> server.execute("drop consumer group g on t"))
                .hasMessageContaining("0x03ec");
        assertThatThrownBy(() -> server.execute("drop topic t")).hasMessageContaining("0x03eb");
        assertCode(socket.ask("unsubscribe", ""), 0);
        server.execute("drop consumer group g on t");
        assertThatThrownBy(() -> server.execute("drop consumer group g on t"))
                .hasMessageContaining("0x03e8");
        server.execute("drop consumer group if exists g on t");
        server.execute("drop topic t");
    }

    @Test
    void changesOfSchemaComeOneByOneOrTogether() throws Exception {
        server.execute("create topic m with meta as database d");
        RawSocket single = subscribe("one", "earliest", "", "m");
        JsonNode message = poll(single, 0);
        assertThat(message.get("message_type").asInt()).isEqualTo(2);
        JsonNode meta =
                single.ask("fetch_json_meta", "\"message_id\":" + message.get("message_id"));
        assertThat(meta.get("data").get("type").asText()).isEqualTo("create");
        assertThat(meta.get("data").get("tableName").asText()).isEqualTo("st");
        RawSocket batch = subscribe("many", "earliest", "\"enable_batch_meta\":\"1\"", "m");
        message = poll(batch, 0);
        meta = batch.ask("fetch_json_meta", "\"message_id\":" + message.get("message_id"));
        assertThat(meta.get("data").get("metas").size()).isGreaterThan(1);
        assertThat(meta.get("data").get("tmq_meta_version").asText()).isEqualTo("1.0");
    }

    @Test
    void whatCannotBeSubscribed() throws Exception {
        RawSocket socket = RawSocket.open(server, "/rest/tmq");
        open.add(socket);
        assertCode(ask(socket, "g:1", "earliest", "", "t"), 0xffff);
        assertCode(ask(socket, "", "earliest", "", "t"), 0xffff);
        assertCode(ask(socket, "g", "sometimes", "", "t"), 0xffff);
        assertCode(ask(socket, "g", "earliest", "\"session_timeout_ms\":\"10\"", "t"), 0xffff);
        assertCode(ask(socket, "g", "earliest", "\"config\":{\"no.such\":\"1\"}", "t"), 0xfffe);
        assertCode(ask(socket, "g", "earliest", "", "nosuch"), 0x03e1);
        assertCode(ask(socket, "g", "earliest", "", "t"), 0);
        assertThat(ask(socket, "g", "earliest", "", "t").get("message").asText())
                .isEqualTo("tmq should have unsubscribed first");
    }

    private RawSocket subscribe(String group, String reset, String more) throws Exception {
        return subscribe(group, reset, more, "t");
    }

    private RawSocket subscribe(String group, String reset, String more, String topic)
            throws Exception {
        RawSocket socket = RawSocket.open(server, "/rest/tmq");
        open.add(socket);
        assertCode(ask(socket, group, reset, more, topic), 0);
        return socket;
    }

    private static JsonNode ask(
            RawSocket socket, String group, String reset, String more, String topic)
            throws Exception {
        return socket.ask(
                "subscribe",
                "\"user\":\"root\",\"password\":\"taosdata\",\"group_id\":\""
                        + group
                        + "\",\"offset_rest\":\""
                        + reset
                        + "\",\"topics\":[\""
                        + topic
                        + "\"]"
                        + (more.isEmpty() ? "" : "," + more));
    }

    private void insert(int rows) {
        for (int i = 0; i < rows; i++) {
            server.execute("insert into d.t" + i % 16 + " values(" + written++ + ", " + i + ")");
        }
    }

    private static JsonNode poll(RawSocket socket, long messageId) throws Exception {
        return socket.ask("poll", "\"blocking_time\":100,\"message_id\":" + messageId);
    }

    private int readAll(RawSocket socket) throws Exception {
        int rows = 0;
        long last = lastIds.getOrDefault(socket, 0L);
        for (JsonNode message = poll(socket, last);
                message.get("have_message").asBoolean();
                message = poll(socket, last)) {
            last = message.get("message_id").asLong();
            rows += rows(socket, last);
        }
        lastIds.put(socket, last);
        return rows;
    }

    private static String fetch(long messageId) {
        return "{\"action\":\"fetch_raw_data\",\"args\":{\"req_id\":1,\"message_id\":"
                + messageId
                + "}}";
    }

    /** One row was written at a time, so there are as many blocks. */
    private static int rows(RawSocket socket, long messageId) throws Exception {
        socket.send(fetch(messageId));
        ByteBuffer frame = ByteBuffer.wrap(socket.receiveBinary()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(frame.getInt(34)).isZero();
        return frame.getInt(56 + 5 + 18);
    }

    private static List<JsonNode> assignments(RawSocket socket) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        socket.ask("assignment", "\"topic\":\"t\"").get("assignment").forEach(all::add);
        return all;
    }

    private static JsonNode assignment(RawSocket socket, int vgroup) throws Exception {
        return assignments(socket).stream()
                .filter(each -> each.get("vgroup_id").asInt() == vgroup)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Integer> vgroups(RawSocket socket) throws Exception {
        Set<Integer> ids = new HashSet<>();
        assignments(socket).forEach(each -> ids.add(each.get("vgroup_id").asInt()));
        return ids;
    }

    private static JsonNode seek(RawSocket socket, String topic, int vgroup, long offset)
            throws Exception {
        return socket.ask(
                "seek",
                "\"topic\":\"" + topic + "\",\"vgroup_id\":" + vgroup + ",\"offset\":" + offset);
    }

    private static long positions(RawSocket socket, String action, int vgroup) throws Exception {
        return socket.ask(
                        action,
                        "\"topic_vgroup_ids\":[{\"topic\":\"t\",\"vgroup_id\":" + vgroup + "}]")
                .get(action)
                .get(0)
                .asLong();
    }

    private static void assertCode(JsonNode answer, int code) {
        assertThat(answer.get("code").asInt()).as(answer.toString()).isEqualTo(code);
    }
}
