/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.TaosException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of the time and a second column, with the answers and codes of a server of 3.3.7. */
class CompositeKeysTest {

    private EngineClient client;

    @BeforeEach
    void createDatabase() throws TaosException {
        client = new EngineClient("create database d vgroups 1 precision 'ms'");
    }

    @Test
    void rowsOfOneTimeDifferByTheKeyAndAreReadInItsOrder() throws TaosException {
        client.run("create table t(ts timestamp, k int composite key, v int, w int)");

        assertThat(
                        client.run(
                                "insert into t values(1717200000000, 2, 1, 1)(1717200000000, -3, 2,"
                                        + " 2)(1717200000000, 2, null, 3)"))
                .isEqualTo(2);
        client.run("insert into t(ts, k, v) values(1717200000000, 2, 7)");

        assertThat(client.rows("select k, v, w from t"))
                .containsExactly(List.of(-3, 2, 2), List.of(2, 7, 3));
        assertThat(client.rows("select last_row(k), first(v) from t"))
                .containsExactly(List.of(2, 2));
        assertThat(client.run("delete from t where ts = 1717200000000")).isEqualTo(2);
        assertThat(client.rows("select * from t")).isEmpty();
    }

    @Test
    void rowsOutOfOrderStandWhereTheyBelong() throws TaosException {
        client.run("create stable s(ts timestamp, k varchar(8) primary key, v int) tags(g int)");
        client.run("create table c using s tags(1)");
        List<List<Object>> expected = new ArrayList<>();
        for (int time = 0; time < 5; time++) {
            for (int key = 0; key < 5; key++) {
                expected.add(List.of(1717200000000L + time, "k" + key, time * 10 + key));
            }
        }
        // 7 and 25 have no common divisor: every row comes once
        for (int i = 0; i < expected.size(); i++) {
            List<Object> row = expected.get(i * 7 % expected.size());
            client.run(String.format("insert into c values(%s, '%s', -1)", row.get(0), row.get(1)));
        }
        for (List<Object> row : expected) {
            client.run(
                    String.format(
                            "insert into c values(%s, '%s', %s)",
                            row.get(0), row.get(1), row.get(2)));
        }

        assertThat(client.rows("select ts, k, v from s")).isEqualTo(expected);
        assertThat(client.rows("select ts, k, v from s where ts >= 1717200000003"))
                .isEqualTo(expected.subList(15, 25));
        assertThat(client.column("select count(*) from s where ts = 1717200000001"))
                .containsExactly(5L);
        assertThat(client.run("delete from c where ts = 1717200000001")).isEqualTo(5);
        assertThat(client.column("select count(*) from s")).containsExactly(20L);
    }

    @Test
    void everyRowNeedsItsKey() throws TaosException {
        client.run("create stable s(ts timestamp, k bigint composite key, v int) tags(g int)");
        client.run("create table c using s tags(1)");

        client.refuses(0x200, "insert into c(ts, v) values(1717200000000, 1)");
        client.refuses(0x267b, "insert into c values(1717200000000, null, 1)");
        client.refuses(0x200, "insert into s(tbname, ts, v, g) values('n', 1717200000000, 1, 5)");
        client.refuses(
                0x267b, "insert into s(tbname, ts, k, g) values('n', 1717200000000, null, 5)");
        Engine.Prepared prepared = client.prepare("insert into c values(?, ?, ?)");
        prepared.insert(
                List.of(
                        new Engine.BoundTable(
                                null,
                                List.of(),
                                new ArrayList<>(
                                        List.of(
                                                new Object[] {1717200000000L, 2L, 1},
                                                new Object[] {1717200000000L, 1L, 2})))));
        assertThat(client.rows("select k, v from s"))
                .containsExactly(List.of(1L, 2), List.of(2L, 1));
    }

    @Test
    void keysAreDescribedAndStay() throws TaosException {
        client.run("create stable s(ts timestamp, k varchar(9) composite key, v int) tags(g int)");
        client.run("create table t(ts timestamp, k int unsigned encode 'simple8b' primary key)");

        assertThat(client.rows("describe s"))
                .extracting(column -> column.get(3))
                .containsExactly("", "COMPOSITE KEY", "", "TAG");
        assertThat(client.rows("show create table t").get(0).get(1))
                .isEqualTo("CREATE TABLE `t` (`ts` TIMESTAMP, `k` INT UNSIGNED COMPOSITE KEY)");
        client.refuses(0x267a, "alter stable s drop column k");
        client.refuses(0x267a, "alter stable s modify column k varchar(20)");
        client.refuses(0x267a, "alter table t rename column k j");
        client.refuses(0x2600, "alter table t add column w int composite key");
        client.run("alter table t add column w int");
        assertThat(client.rows("describe t")).hasSize(3);
    }

    @Test
    void onlySecondColumnsOfSomeTypesCanBeKeys() {
        for (String type :
                List.of("smallint", "tinyint unsigned", "double", "nchar(5)", "timestamp")) {
            client.refuses(0x2679, "create table t(ts timestamp, k " + type + " composite key)");
        }
        client.refuses(0x2678, "create table t(ts timestamp, v int, k int composite key)");
        client.refuses(0x2678, "create table t(ts timestamp composite key, v int)");
        client.refuses(
                0x2678, "create table t(ts timestamp, a int primary key, b int primary key)");
        client.refuses(0x2600, "create stable t(ts timestamp, a int) tags(g int composite key)");
    }
}
