/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.TaosException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server of TDengine does with rows: overwrite, merge, refuse. */
class WritesTest {

    private EngineClient client;

    @BeforeEach
    void createTables() throws TaosException {
        client = new EngineClient("create database d vgroups 2 precision 'ms'");
        client.run("create stable st(ts timestamp, v int, s varchar(4)) tags(g int)");
        client.run("create table a using st tags(1)");
    }

    @Test
    void laterStatementOverwritesListedColumnsOnly() throws TaosException {
        client.run("insert into a values(1717200000000, 1, 'x')");

        client.run("insert into a(ts, v) values(1717200000000, 2)");

        assertThat(client.rows("select v, s from a")).containsExactly(List.of(2, "x"));
    }

    @Test
    void explicitNullOverwritesAcrossStatements() throws TaosException {
        client.run("insert into a values(1717200000000, 1, 'x')");

        client.run("insert into a values(1717200000000, null, 'y')");

        assertThat(client.rows("select v, s from a")).containsExactly(Arrays.asList(null, "y"));
    }

    @Test
    void duplicatesOfOneStatementMergeAndCountOnce() throws TaosException {
        int written =
                client.run(
                        "insert into a values(1717200000000, 1, 'x')(1717200000000, null, 'y')"
                                + "(1717200000000, 3, null)");

        assertThat(written).isEqualTo(1);
        assertThat(client.rows("select v, s from a")).containsExactly(List.of(3, "y"));
    }

    @Test
    void duplicatesAcrossTargetsOfOneStatementMergeToo() throws TaosException {
        int written =
                client.run(
                        "insert into a values(1717200000000, 1, 'x') a"
                                + " values(1717200000000, null, 'y')");

        assertThat(written).isEqualTo(1);
        assertThat(client.rows("select v, s from a")).containsExactly(List.of(1, "y"));
    }

    @Test
    void rowsOutOfOrderAreReadInOrder() throws TaosException {
        for (int i : new int[] {5, 1, 9, 3, 7, 0, 8}) {
            client.run("insert into a(ts, v) values(" + (1717200000000L + i) + ", " + i + ")");
        }
        client.run("insert into a(ts, v) values(1717200000003, 33)");

        assertThat(client.column("select v from a")).containsExactly(0, 1, 33, 5, 7, 8, 9);
    }

    @Test
    void oneBadRowRefusesAllTables() throws TaosException {
        client.refuses(
                0x2653,
                "insert into a values(1717200000000, 1, 'x') b using st tags(2)"
                        + " values(1717200000000, 1, 'toolong')");
        client.refuses(
                0x60b,
                "insert into a values(1717200000000, 1, 'x') b using st tags(2) values(0, 1, 'y')");

        assertThat(client.rows("select * from st")).isEmpty();
        assertThat(client.column("select distinct tbname from st")).containsExactly("a");
    }

    @Test
    void rowsOlderThanKeepAreRefusedAndFutureOnesAreNot() throws TaosException {
        client.run("create database k keep 10");
        client.run("create table k.t(ts timestamp, v int)");

        client.refuses(0x60b, "insert into k.t values(now - 11d, 1)");
        assertThat(client.run("insert into k.t values(now - 9d, 1)(now + 1000d, 2)")).isEqualTo(2);

        client.clock.advance(Duration.ofDays(2));
        client.refuses(0x60b, "insert into k.t values(now - 11d, 1)");
    }

    @Test
    void tagsOfExistingTableStay() throws TaosException {
        client.run("insert into a using st tags(7) values(1717200000000, 1, 'x')");

        assertThat(client.column("select distinct g from st")).containsExactly(1);

        client.run("alter table a set tag g = 9");
        assertThat(client.column("select distinct g from st")).containsExactly(9);
    }

    @Test
    void superTableInsertCreatesTablesItNames() throws TaosException {
        int written =
                client.run(
                        "insert into st(tbname, ts, v, g) values('x', 1717200000000, 1, 5)"
                                + "('y', 1717200000000, 2, 6)('x', 1717200000001, 3, 7)");

        assertThat(written).isEqualTo(3);
        assertThat(client.rows("select tbname, v, g from st order by tbname, ts"))
                .containsExactly(List.of("x", 1, 5), List.of("x", 3, 5), List.of("y", 2, 6));
    }

    @Test
    void unknownThingsHaveTheirCodes() {
        client.refuses(0x2602, "insert into a(ts, nosuch) values(now, 1)");
        client.refuses(0x2603, "insert into nosuch values(now, 1, 'x')");
        client.refuses(0x2603, "select * from nosuch");
        client.refuses(0x388, "select * from nosuch.a");
        client.refuses(0x388, "insert into nosuch.a values(now, 1, 'x')");
        client.refuses(0x362, "drop stable nosuch");
        client.refuses(0x360, "create stable st(ts timestamp, v int) tags(g int)");
        client.refuses(0x603, "create table st(ts timestamp, v int)");
        client.refuses(0x2600, "selec 1");
        client.refuses(0x2600, "create table t(ts timestamp, value int)");
        client.refuses(0x2802, "select max(ts) from st");
        client.refuses(0x264c, "delete from st where tbname = 'a'");
        client.refuses(0x2655, "delete from a where v = 1");
    }

    @Test
    void deleteRemovesSpansOfTablesThatTagsChoose() throws TaosException {
        client.run("create table b using st tags(2)");
        client.run(
                "insert into a values(1717200000000, 1, 'x')(1717200000001, 2, 'x') b"
                        + " values(1717200000000, 3, 'x')(1717200000001, 4, 'x')");

        assertThat(client.run("delete from a where ts = 1717200000000")).isEqualTo(1);
        assertThat(client.run("delete from st where g = 2 and ts >= 1717200000001")).isEqualTo(1);
        assertThat(client.column("select v from st order by v")).containsExactly(2, 3);

        assertThat(client.run("delete from st")).isEqualTo(2);
        assertThat(client.rows("select * from st")).isEmpty();
    }

    @Test
    void timesFollowThePrecisionAndTheSessionsZone() throws TaosException {
        client.run("create database n precision 'ns'");
        client.run("create table n.t(ts timestamp, v int)");

        client.run(
                "insert into n.t values('2024-06-01 00:00:00.123456789', 1)"
                        + "('2024-06-01T08:00:01+08:00', 2)");

        assertThat(client.column("select ts from n.t"))
                .containsExactly(1717200000123456789L, 1717200001000000000L);
        assertThat(client.column("select v from n.t where ts < '2024-06-01 00:00:01'"))
                .containsExactly(1);
    }

    @Test
    void droppedColumnsTakeTheirValuesWithThem() throws TaosException {
        client.run("insert into a values(1717200000000, 1, 'x')");

        client.run("alter stable st add column w int");
        client.run("insert into a(ts, w) values(1717200000000, 5)");
        client.run("alter stable st drop column v");

        assertThat(client.rows("select * from st"))
                .containsExactly(List.of(1717200000000L, "x", 5, 1));
    }

    @Test
    void tablesGoToTheVgroupsOfTheRealServer() throws TaosException {
        LocalEngine engine = client.engine;
        client.run("create database q1 vgroups 4");
        int first =
                (Integer)
                        client.column(
                                        "select min(vgroup_id) from information_schema.ins_vgroups where db_name ="
                                                + " 'q1'")
                                .get(0);

        int[] offsets = {2, 0, 2, 2, 0, 3, 3, 1};
        for (int i = 0; i < offsets.length; i++) {
            assertThat(engine.vgroupId("q1", "t" + i)).isEqualTo(first + offsets[i]);
        }
    }

    @Test
    void countsOfTablesWithoutRowsAreZero() throws TaosException {
        client.run("create table b using st tags(2)");
        client.run("insert into b values(1717200000000, 1, 'x')");

        assertThat(client.rows("select tbname, count(*) from st partition by tbname"))
                .containsExactlyInAnyOrder(List.of("a", 0L), List.of("b", 1L));
        assertThat(client.rows("select g, count(*) from st group by g"))
                .containsExactlyInAnyOrder(List.of(1, 0L), List.of(2, 1L));
        assertThat(client.rows("select last(*) from st partition by tbname")).hasSize(1);
    }
}
