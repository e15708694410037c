/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Engine.BoundTable;
import io.spillway.local.tdengine.engine.TaosException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements with question marks. */
class PreparedStatementsTest {

    private EngineClient client;

    @BeforeEach
    void createTables() throws TaosException {
        client = new EngineClient("create database p precision 'us'");
        client.run(
                "create stable st(ts timestamp, v double, s nchar(4)) tags(gid int, loc varchar(4))");
        client.run("create table nt(ts timestamp, v int)");
    }

    private static List<Object[]> rows(Object[]... rows) {
        return new ArrayList<>(Arrays.asList(rows));
    }

    private static List<String> fields(Engine.Prepared prepared) {
        return prepared.fields().stream()
                .map(f -> f.column().name() + ":" + f.bindType() + ":" + f.precision())
                .toList();
    }

    @Test
    void superTableFormTellsItsFieldsInTheOrderOfTheStatement() throws TaosException {
        Engine.Prepared prepared =
                client.prepare("INSERT INTO st(tbname,ts,v,s,gid,loc) VALUES(?,?,?,?,?,?)");

        assertThat(prepared.isInsert()).isTrue();
        assertThat(prepared.parameters()).isEqualTo(6);
        assertThat(fields(prepared))
                .containsExactly("tbname:4:0", "ts:1:1", "v:1:0", "s:1:0", "gid:2:0", "loc:2:0");

        int written =
                prepared.insert(
                        List.of(
                                new BoundTable(
                                        "a",
                                        List.of(1, "x"),
                                        rows(
                                                new Object[] {1717200000000000L, 1.5, "中"},
                                                new Object[] {1717200000000001L, null, null})),
                                new BoundTable(
                                        "b",
                                        Arrays.asList(2, null),
                                        rows(new Object[] {1717200000000000L, 2.5, "y"}))));

        assertThat(written).isEqualTo(3);
        assertThat(client.rows("select tbname, v, s, gid, loc from st order by tbname, ts"))
                .containsExactly(
                        List.of("a", 1.5, "中", 1, "x"),
                        Arrays.asList("a", null, null, 1, "x"),
                        Arrays.asList("b", 2.5, "y", 2, null));
    }

    @Test
    void usingFormPutsTagsBeforeColumns() throws TaosException {
        Engine.Prepared prepared = client.prepare("INSERT INTO ? USING st TAGS(?,?) VALUES(?,?,?)");

        assertThat(fields(prepared))
                .containsExactly("tbname:4:0", "gid:2:0", "loc:2:0", "ts:1:1", "v:1:0", "s:1:0");
        prepared.insert(
                List.of(
                        new BoundTable(
                                "Odd.name".replace('.', ' '),
                                List.of(1, "x"),
                                rows(new Object[] {1717200000000000L, 1.0, "a"}))));

        assertThat(client.column("select tbname from st")).containsExactly("Odd name");
    }

    @Test
    void timeNeedNotBeFirst() throws TaosException {
        Engine.Prepared prepared = client.prepare("INSERT INTO nt(v, ts) VALUES(?, ?)");

        prepared.insert(
                List.of(
                        new BoundTable(
                                null,
                                List.of(),
                                rows(
                                        new Object[] {2, 1717200000000002L},
                                        new Object[] {1, 1717200000000001L}))));

        assertThat(client.column("select v from nt")).containsExactly(1, 2);
    }

    @Test
    void literalsStayWhatTheStatementSays() throws TaosException {
        Engine.Prepared prepared =
                client.prepare("INSERT INTO st(tbname,ts,v,s,gid,loc) VALUES(?,?,7.5,'lit',3,?)");

        prepared.insert(
                List.of(new BoundTable("c", List.of("l"), rows(new Object[] {1717200000000000L}))));

        assertThat(client.rows("select v, s, gid, loc from st"))
                .containsExactly(List.of(7.5, "lit", 3, "l"));
    }

    @Test
    void duplicatesOfOneBatchMergeAndNothingIsWrittenForOneBadRow() throws TaosException {
        Engine.Prepared prepared =
                client.prepare("INSERT INTO st(tbname,ts,v,s,gid) VALUES(?,?,?,?,?)");

        assertThat(
                        prepared.insert(
                                List.of(
                                        new BoundTable(
                                                "a",
                                                List.<Object>of(1),
                                                rows(
                                                        new Object[] {1717200000000000L, 1.0, "x"},
                                                        new Object[] {1717200000000000L, null, "y"},
                                                        new Object[] {
                                                            1717200000000000L, 3.0, null
                                                        })))))
                .isEqualTo(1);
        assertThat(client.rows("select v, s from st")).containsExactly(List.of(3.0, "y"));

        List<BoundTable> bad =
                List.of(
                        new BoundTable(
                                "a",
                                List.<Object>of(1),
                                rows(new Object[] {1717200000000001L, 1.0, "x"})),
                        new BoundTable(
                                "b",
                                List.<Object>of(1),
                                rows(new Object[] {1717200000000001L, 1.0, "12345"})));
        EngineClient.refuses(0x2653, () -> prepared.insert(bad));
        assertThat(client.rows("select v from st")).hasSize(1);
    }

    @Test
    void unknownTablesAreRefusedWithTheStatementsCode() {
        EngineClient.refuses(0x22b, () -> client.prepare("INSERT INTO nosuch VALUES(?,?)"));
        EngineClient.refuses(0x22b, () -> client.prepare("INSERT INTO ? VALUES(?,?)"));
        EngineClient.refuses(0x2602, () -> client.prepare("INSERT INTO nt(ts, x) VALUES(?,?)"));
        EngineClient.refuses(
                0x263f, () -> client.prepare("INSERT INTO st(tbname,ts,v) VALUES('x',?,?)"));
        EngineClient.refuses(0x2600, () -> client.prepare("delete from nt where ts = ?"));
    }

    @Test
    void namesWithDotsOrBackQuotesAreRefused() throws TaosException {
        Engine.Prepared prepared = client.prepare("INSERT INTO st(tbname,ts,v) VALUES(?,?,?)");

        for (String name : List.of("Dev.1 x`y", "Dev.4", "`Dev3`")) {
            EngineClient.refuses(
                    0x230,
                    () ->
                            prepared.insert(
                                    List.of(
                                            new BoundTable(
                                                    name,
                                                    List.of(),
                                                    rows(new Object[] {1717200000000000L, 1.0})))));
        }
        assertThat(client.rows("select * from st")).isEmpty();
    }

    @Test
    void queriesTakeValues() throws TaosException {
        client.run(
                "insert into nt values(1717200000000000, 1)(1717200000000001, 2)(1717200000000002, 3)");
        Engine.Prepared prepared = client.prepare("select ts, v from nt where v > ? and ts >= ?");

        assertThat(prepared.isInsert()).isFalse();
        assertThat(prepared.parameters()).isEqualTo(2);
        assertThat(EngineClient.list(prepared.query(List.of(1, 1717200000000002L))))
                .containsExactly(List.of(1717200000000002L, 3));
    }
}
