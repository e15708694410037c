/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Points without a schema; names, types and lengths as recorded of a real server. */
class SchemalessTest {

    private static final int LINE = 1;
    private static final int TELNET = 2;
    private static final int JSON = 3;

    private EngineClient client;

    @BeforeEach
    void createDatabase() throws TaosException {
        client = new EngineClient("create database s keep 36500");
    }

    private int write(int protocol, String precision, String data) throws TaosException {
        return client.engine.insertSchemaless(client.session, protocol, precision, data, 0, null);
    }

    private List<String> columns(String table) throws TaosException {
        return client.query("select * from " + table).columns().stream()
                .map(SchemalessTest::text)
                .toList();
    }

    private static String text(ColumnSpec column) {
        return column.name() + " " + column.type() + " " + column.length();
    }

    @Test
    void linesMakeTheirTables() throws TaosException {
        int written =
                write(
                        LINE,
                        "ms",
                        "meters,location=bj,gid=2"
                                + " current=10.3,voltage=219i32,phase=0.31f64,s=\"abc\""
                                + " 1704067200000");

        assertThat(written).isEqualTo(1);
        assertThat(columns("meters"))
                .containsExactly(
                        "_ts TIMESTAMP 8",
                        "current DOUBLE 8",
                        "voltage INT 4",
                        "phase DOUBLE 8",
                        "s VARCHAR 4",
                        "location NCHAR 4",
                        "gid NCHAR 2");
        assertThat(client.rows("select * from meters"))
                .containsExactly(List.of(1704067200000L, 10.3, 219, 0.31, "abc", "bj", "2"));
        assertThat(client.column("show tables").get(0).toString()).matches("t_[0-9a-f]{32}");
    }

    @Test
    void everySuffixHasItsType() throws TaosException {
        write(
                LINE,
                "us",
                "m,t=1 a=1i8,b=2i16,c=3i64,d=4u8,e=5u16,f=6u32,g=7u64,h=8f32,i=t,j=L\"中\",k=B\"\\x01ff\",l=9i"
                        + " 1704067200000000");

        assertThat(columns("m"))
                .containsExactly(
                        "_ts TIMESTAMP 8",
                        "a TINYINT 1",
                        "b SMALLINT 2",
                        "c BIGINT 8",
                        "d UTINYINT 1",
                        "e USMALLINT 2",
                        "f UINT 4",
                        "g UBIGINT 8",
                        "h FLOAT 4",
                        "i BOOL 1",
                        "j NCHAR 2",
                        "k VARBINARY 4",
                        "l BIGINT 8",
                        "t NCHAR 2");
    }

    @Test
    void newColumnsAndTagsAreAddedAndTextIsWidened() throws TaosException {
        write(LINE, "ms", "m,t=1 a=\"x\" 1704067200000");

        write(LINE, "ms", "m,t=1,u=22 a=\"longer text\",b=1 1704067200001");

        assertThat(columns("m"))
                .containsExactly(
                        "_ts TIMESTAMP 8", "a VARCHAR 16", "b DOUBLE 8", "t NCHAR 2", "u NCHAR 4");
        assertThat(client.rows("select a, b, u from m order by _ts"))
                .containsExactly(Arrays.asList("x", null, null), List.of("longer text", 1.0, "22"));
    }

    @Test
    void sameTagsMeanTheSameTableWhateverTheirOrder() throws TaosException {
        write(
                LINE,
                "ms",
                "m,t=1,u=2 a=1 1704067200000\nm,u=2,t=1 a=2 1704067200001\nm,t=2,u=2 a=3 1704067200000");

        assertThat(client.column("select distinct tbname from m")).hasSize(2);
    }

    @Test
    void aTagMayNameTheTable() throws TaosException {
        client.engine.insertSchemaless(
                client.session, LINE, "ms", "m,id=d1,t=1 a=1 1704067200000", 0, "id");

        assertThat(client.column("select tbname from m")).containsExactly("d1");
        assertThat(columns("m")).containsExactly("_ts TIMESTAMP 8", "a DOUBLE 8", "t NCHAR 2");
    }

    @Test
    void telnetLinesHaveOneValue() throws TaosException {
        write(
                TELNET,
                "s",
                "tel.metric 1704067200 3.3 host=h1 dc=x\ntel.metric 1704067200001 4 host=h1 dc=x");

        assertThat(client.rows("select * from tel_metric order by _ts"))
                .containsExactly(
                        List.of(1704067200000L, 3.3, "h1", "x"),
                        List.of(1704067200001L, 4.0, "h1", "x"));
    }

    @Test
    void jsonPointsKeepTheTypesOfTheirTags() throws TaosException {
        write(
                JSON,
                "s",
                "[{\"metric\":\"jsm\",\"timestamp\":1704067200,\"value\":10.3,\"tags\":{\"id\":\"d1\"}},"
                        + "{\"metric\":\"jst\",\"timestamp\":{\"value\":1704067200000,\"type\":\"ms\"},"
                        + "\"value\":{\"value\":7,\"type\":\"bigint\"},\"tags\":{\"n\":1,\"b\":true}}]");

        assertThat(columns("jsm"))
                .containsExactly("_ts TIMESTAMP 8", "_value DOUBLE 8", "id VARCHAR 4");
        assertThat(client.rows("select * from jst"))
                .containsExactly(List.of(1704067200000L, 7L, 1.0, true));
    }

    @Test
    void badPointsAreRefusedWithTheirText() throws TaosException {
        write(LINE, "ms", "meters,location=bj current=10.3 1704067200000");

        assertThatThrownBy(
                        () -> write(LINE, "ms", "meters,location=bj current=\"str\" 1704067200000"))
                .hasMessage(
                        "SML:0x4, smlGenerateSchemaAction point type and db type mismatch, db"
                                + " type:DOUBLE, point type:VARCHAR, key:current=\"str\""
                                + " 1704067200000");
        assertThatThrownBy(() -> write(LINE, "ms", "garbage")).hasMessage("SML line cols is empty");
        EngineClient.refuses(0x127, () -> write(LINE, "ms", "m,t=1 a=1 x"));
        EngineClient.refuses(0x127, () -> write(LINE, "ms", "m,t=1 a=1 -1"));
        EngineClient.refuses(0x203, () -> write(LINE, "ms", "m,t=1 a=1i7 1704067200000"));
        EngineClient.refuses(0x3002, () -> write(LINE, "ms", ",t=1 a=1 1704067200000"));
        EngineClient.refuses(0x3002, () -> write(LINE, "ms", "m,t=1 a 1704067200000"));
        EngineClient.refuses(0x3002, () -> write(LINE, "ms", "m,t=1 a=\"x 1704067200000"));
        EngineClient.refuses(0x263c, () -> write(LINE, "ms", "m,t=1 a=1,a=2 1704067200000"));
        EngineClient.refuses(0x127, () -> write(TELNET, "", "tel.m 170406720 4 host=h1"));
        EngineClient.refuses(0x203, () -> write(TELNET, "", "tel.m 1704067200 3.3"));
        EngineClient.refuses(0x221, () -> write(JSON, "ms", "{"));
        EngineClient.refuses(
                0x221,
                () ->
                        write(
                                JSON,
                                "",
                                "{\"metric\":\"j\",\"timestamp\":1704067200,\"value\":1,\"tags\":{}}"));
        EngineClient.refuses(0x3000, () -> write(9, "ms", "m a=1"));
        EngineClient.refuses(0x3001, () -> write(LINE, "years", "m,t=1 a=1 1"));
        assertThat(client.rows("select * from meters")).hasSize(1);
    }

    @Test
    void oneBadLineRefusesAll() throws TaosException {
        EngineClient.refuses(
                0x203,
                () -> write(LINE, "ms", "m,t=1 a=1 1704067200000\nm,t=1 a=bad 1704067200001"));

        client.refuses(0x2603, "select * from m");
    }

    @Test
    void escapedNamesAndTagsAreRead() throws TaosException {
        write(LINE, "ms", "a\\,b,t\\=x=y\\ z c\\ d=1 1704067200000");

        assertThat(client.rows("select `c d`, `t=x` from `a,b`"))
                .containsExactly(List.of(1.0, "y z"));
    }
}
