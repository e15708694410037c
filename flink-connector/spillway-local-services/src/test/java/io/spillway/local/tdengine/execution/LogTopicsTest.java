/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics over the logs of vgroups. */
class LogTopicsTest {

    private EngineClient client;

    @BeforeEach
    void createDatabase() throws TaosException {
        client = new EngineClient("create database m1 vgroups 1 wal_retention_period 3600");
    }

    private static List<String> names(Topic.Block block) {
        return block.columns().stream().map(ColumnSpec::name).toList();
    }

    private static List<Topic.Block> blocks(Topic topic) {
        List<Topic.Block> blocks = new ArrayList<>();
        for (int vgroup : topic.vgroupIds()) {
            EngineClient.read(topic, vgroup).forEach(entry -> blocks.addAll(entry.blocks()));
        }
        return blocks;
    }

    @Test
    void queryTopicProjectsAndFiltersRowsOfItsTables() throws TaosException {
        client.run("create stable st(ts timestamp, v int, w int) tags(g int)");
        client.run("create table other(ts timestamp, v int)");
        client.run("create topic t as select ts, v, tbname, g from st where v > 1 and g = 1");

        client.run(
                "insert into a using st tags(1) values(1717200000000, 1, 1)(1717200000001, 2, 2)");
        client.run("insert into b using st tags(2) values(1717200000000, 5, 5)");
        client.run("insert into other values(1717200000000, 9)");
        client.run("insert into a(ts, w) values(1717200000002, 3)");
        client.run("insert into a(v, ts) values(7, 1717200000003)");

        Topic topic = client.engine.topic("t");
        assertThat(topic.withTableName()).isFalse();
        assertThat(EngineClient.rows(topic))
                .containsExactly(
                        List.of(1717200000001L, 2, "a", 1), List.of(1717200000003L, 7, "a", 1));
        assertThat(names(blocks(topic).get(0))).containsExactly("ts", "v", "tbname", "g");
        assertThat(blocks(topic).get(0).table()).isNull();
    }

    @Test
    void oneBlockForEverySubmitAndTableWithTheColumnsTheWriteNamed() throws TaosException {
        client.run("create stable st(ts timestamp, v int, w int) tags(g int)");
        client.run("create topic t as stable st");

        client.run(
                "insert into a using st tags(1) values(1717200000000, 1, 1)(1717200000001, 2, 2) b using st tags(2) values(1717200000000, 5, null)");
        client.run("insert into a(w, ts) values(8, 1717200000000)");

        List<Topic.Block> blocks = blocks(client.engine.topic("t"));
        assertThat(blocks).extracting(Topic.Block::table).containsExactly("a", "b", "a");
        assertThat(names(blocks.get(0))).containsExactly("ts", "v", "w");
        assertThat(names(blocks.get(2))).containsExactly("ts", "w");
        assertThat(Arrays.asList(blocks.get(2).rows().get(0))).containsExactly(1717200000000L, 8);
        assertThat(Arrays.asList(blocks.get(1).rows().get(0)))
                .containsExactly(1717200000000L, 5, null);
    }

    @Test
    void blocksKeepTheSchemaOfTheirTime() throws TaosException {
        client.run("create table n(ts timestamp, v int)");
        client.run("create topic t as database m1");
        client.run("insert into n values(1717200000000, 1)");
        client.run("alter table n add column w varchar(3)");
        client.run("insert into n values(1717200000001, 2, 'x')");

        List<Topic.Block> blocks = blocks(client.engine.topic("t"));

        assertThat(blocks)
                .extracting(LogTopicsTest::names)
                .containsExactly(List.of("ts", "v"), List.of("ts", "v", "w"));
        assertThat(blocks.get(1).schemaVersion()).isGreaterThan(blocks.get(0).schemaVersion());
        assertThat(client.engine.topic("t").withTableName()).isTrue();
        assertThat(EngineClient.metas(client.engine.topic("t"))).isEmpty();
    }

    /** The same statements, and the same changes shown, as recorded of a real server. */
    @Test
    void metaIsThatOfTheRealServer() throws TaosException {
        client.run("create topic m_db with meta as database m1");
        client.run("create stable st(ts timestamp,v int) tags(g int)");
        client.run("create table n1(ts timestamp,a double,b binary(8))");
        client.run("insert into d0 using st tags(0) values(1717200000000,1)");
        client.run("create table d1 using st tags(1)");
        client.run("insert into d1 values(1717200000000,2)(1717200000001,3)");
        client.run("delete from d1 where ts=1717200000000");
        client.run("alter stable st add column w int");
        client.run("alter table d0 set tag g=9");
        client.run("drop table d1");

        List<String> metas = EngineClient.metas(client.engine.topic("m_db"));

        assertThat(metas)
                .containsExactly(
                        "{\"type\":\"create\",\"tableType\":\"super\",\"tableName\":\"st\",\"columns\":[{\"name\":\"ts\",\"type\":9,\"isPrimarykey\":false,\"encode\":\"delta-i\",\"compress\":\"lz4\",\"level\":\"medium\"},{\"name\":\"v\",\"type\":4,\"isPrimarykey\":false,\"encode\":\"simple8b\",\"compress\":\"lz4\",\"level\":\"medium\"}],\"tags\":[{\"name\":\"g\",\"type\":4}]}",
                        "{\"type\":\"create\",\"tableType\":\"normal\",\"tableName\":\"n1\",\"columns\":[{\"name\":\"ts\",\"type\":9,\"isPrimarykey\":false,\"encode\":\"delta-i\",\"compress\":\"lz4\",\"level\":\"medium\"},{\"name\":\"a\",\"type\":7,\"isPrimarykey\":false,\"encode\":\"delta-d\",\"compress\":\"lz4\",\"level\":\"medium\"},{\"name\":\"b\",\"type\":8,\"length\":8,\"isPrimarykey\":false,\"encode\":\"disabled\",\"compress\":\"zstd\",\"level\":\"medium\"}],\"tags\":[]}",
                        "{\"type\":\"create\",\"tableType\":\"child\",\"tableName\":\"d0\",\"using\":\"st\",\"tagNum\":1,\"tags\":[{\"name\":\"g\",\"type\":4,\"value\":0}],\"createList\":[]}",
                        "{\"type\":\"create\",\"tableType\":\"child\",\"tableName\":\"d1\",\"using\":\"st\",\"tagNum\":1,\"tags\":[{\"name\":\"g\",\"type\":4,\"value\":1}],\"createList\":[]}",
                        "{\"type\":\"delete\",\"sql\":\"delete from `d1` where `ts` >= 1717200000000 and `ts` <= 1717200000000\"}",
                        "{\"type\":\"alter\",\"tableType\":\"super\",\"tableName\":\"st\",\"alterType\":5,\"colName\":\"w\",\"colType\":4}",
                        "{\"type\":\"alter\",\"tableType\":\"child\",\"tableName\":\"d0\",\"alterType\":4,\"colName\":\"g\",\"colValue\":\"9\",\"colValueNull\":false}",
                        "{\"type\":\"drop\",\"tableNameList\":[\"d1\"]}");
    }

    @Test
    void stableTopicShowsChangesOfItsTableOnly() throws TaosException {
        client.run("create stable st(ts timestamp,v int) tags(g int)");
        client.run("create stable su(ts timestamp,v int) tags(g int)");
        client.run("create topic t with meta as stable st");

        client.run("alter stable su add column w int");
        client.run("create table n1(ts timestamp,a double)");
        client.run("alter stable st add column x int");

        assertThat(EngineClient.metas(client.engine.topic("t")))
                .filteredOn(meta -> meta.contains("\"alter\""))
                .singleElement()
                .asString()
                .contains("\"colName\":\"x\"");
        assertThat(EngineClient.metas(client.engine.topic("t")))
                .noneMatch(meta -> meta.contains("\"su\"") || meta.contains("\"n1\""));
    }

    @Test
    void offsetsCountEveryEntryAndStayWhenTheOldestAreRecycled() throws Exception {
        client.run("create stable st(ts timestamp,v int) tags(g int)");
        client.run("create table a using st tags(1)");
        client.run("create topic t as select ts, v from st");
        Topic topic = client.engine.topic("t");
        int vgroup = topic.vgroupIds().get(0);
        AtomicInteger calls = new AtomicInteger();
        assertThat(topic.begin(vgroup)).isZero();
        assertThat(topic.end(vgroup)).isEqualTo(3);

        try (AutoCloseable listening = topic.onAppend(calls::incrementAndGet)) {
            client.run("insert into a values(1717200000000, 1)");
            topic.appendMark(vgroup);
            client.run("insert into a values(1717200000001, 2)");
            assertThat(listening).isNotNull();
        }
        client.run("insert into a values(1717200000002, 3)");

        assertThat(calls).hasValue(3);
        assertThat(topic.end(vgroup)).isEqualTo(7);
        client.engine.recycleWal("m1", 5);
        assertThat(topic.begin(vgroup)).isEqualTo(5);
        List<Topic.Entry> entries = topic.read(vgroup, 0, Integer.MAX_VALUE);
        assertThat(entries).extracting(Topic.Entry::offset).containsExactly(5L, 6L);
        assertThat(topic.read(vgroup, 5, 1)).hasSize(1);
        assertThat(topic.read(vgroup, 7, 1)).isEmpty();
    }

    @Test
    void flushForgetsWhatIsOlderThanTheRetention() throws TaosException {
        client.run("create table n(ts timestamp, v int)");
        client.run("create topic t as select * from n");
        client.run("insert into n values(1717200000000, 1)");
        client.clock.advance(Duration.ofHours(2));
        client.run("insert into n values(1717200000001, 2)");
        Topic topic = client.engine.topic("t");
        assertThat(EngineClient.rows(topic)).hasSize(2);

        client.run("flush database m1");

        assertThat(EngineClient.rows(topic)).containsExactly(List.of(1717200000001L, 2));
    }

    @Test
    void topicOfOneTableHasItsVgroupOnly() throws TaosException {
        client.run("create database m4 vgroups 4");
        client.run("create table m4.n(ts timestamp, v int)");
        client.run("create topic t as select * from m4.n");
        client.run("create topic all4 as database m4");

        assertThat(client.engine.topic("t").vgroupIds())
                .containsExactly(client.engine.vgroupId("m4", "n"));
        assertThat(client.engine.topic("all4").vgroupIds()).hasSize(4);
    }

    @Test
    void topicsGuardWhatTheyRead() throws TaosException {
        client.run("create stable st(ts timestamp,v int,w int) tags(g int)");
        client.run("create topic t as select ts, v from st");

        client.refuses(0x3e0, "create topic t as select ts, v from st");
        client.refuses(0x3ed, "drop database m1");
        client.refuses(0x3ed, "drop stable st");
        client.refuses(0x3c4, "alter stable st drop column v");
        client.refuses(0x3e1, "drop topic nosuch");
        client.refuses(0x2639, "create topic u as select count(*) from st");
        client.run("alter stable st drop column w");
        client.run("create topic if not exists t as select ts, v from st");
        client.run("drop topic t");
        client.run("drop stable st");
        EngineClient.refuses(0x3e1, () -> client.engine.topic("t"));
    }

    @Test
    void topicsAreListed() throws TaosException {
        client.run("create stable st(ts timestamp,v int) tags(g int)");
        client.run("create topic tq as select ts, v from st");
        client.run("create topic ts1 with meta as stable st");
        client.run("create topic td as database m1");

        assertThat(
                        client.rows(
                                "select topic_name, `meta`, type, `schema` from information_schema.ins_topics"))
                .containsExactly(
                        List.of(
                                "tq",
                                "no",
                                "column",
                                "[{\"name\":\"ts\",\"type\":\"TIMESTAMP\",\"length\":8},{\"name\":\"v\",\"type\":\"INT\",\"length\":4}]"),
                        List.of(
                                "ts1",
                                "yes",
                                "stable",
                                "[{\"name\":\"ts\",\"type\":\"TIMESTAMP\",\"length\":8},{\"name\":\"v\",\"type\":\"INT\",\"length\":4}]"),
                        List.of("td", "no", "db", "NULL"));
        assertThat(client.column("show topics")).containsExactly("tq", "ts1", "td");
        assertThat(client.engine.topics()).containsExactly("tq", "ts1", "td");
    }
}
