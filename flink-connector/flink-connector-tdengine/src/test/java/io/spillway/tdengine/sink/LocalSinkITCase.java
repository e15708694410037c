/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.client.Transport;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.testing.deadletter.KeptLetters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What jobs write to a server: types, times, tables, tags, changes, in each mode. */
class LocalSinkITCase extends LocalSinkJobs {

    @ParameterizedTest
    @CsvSource({"ms", "us", "ns"})
    void defectD2TimestampsAreRightWhereverTheyStand(String precision) throws Exception {
        SERVER.createDatabase(database + precision, "VGROUPS 1 PRECISION '" + precision + "'");
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + precision
                        + ".st (ts TIMESTAMP, v INT, t2 TIMESTAMP) TAGS (gid INT)");
        run(
                sink().setSuperTable(database + precision, "st")
                        .setSerializer(new Times(List.of("v", "gid", "t2", "ts"))),
                "2024-02-01T00:00:00.123456789Z");
        int digits = TimestampPrecision.ofSymbol(precision).digits();
        long expected = Long.parseLong("1706745600123456789".substring(0, 10 + digits));
        List<Object[]> rows = SERVER.values("SELECT ts, t2 FROM " + database + precision + ".st");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsExactly(expected, expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void ofDuplicatesInABatchTheLastStandsWithItsNulls(SinkMode mode) throws Exception {
        run(sink().setMode(mode), at(0, "1:a"), at(1, "2:b"), at(0, ":c"), at(1, "3:"));
        assertThat(SERVER.values("SELECT v, note FROM " + database + ".st ORDER BY ts"))
                .containsExactly(new Object[] {null, "c"}, new Object[] {3, ""});
    }

    @Test
    void deletesOfAChangelogDelete() throws Exception {
        run(sink(), at(0, "1"), at(1, "2"), at(2, "3"));
        run(sink(), "-d1:" + T0, at(1, "4"), "-d1:" + (T0 + 2), at(2, "5"), "-d9:" + T0);
        assertThat(SERVER.values("SELECT v FROM " + database + ".st ORDER BY ts"))
                .extracting(row -> row[0])
                .containsExactly(4, 5);
    }

    @Test
    void textsAreEscapedInSql() throws Exception {
        String odd = "a'b\"c\\d`%_";
        run(sink().setMode(SinkMode.SQL), at(0, "1:" + odd), at(1, "2:'); DROP DAT"));
        assertThat(SERVER.values("SELECT note FROM " + database + ".st ORDER BY ts"))
                .extracting(row -> row[0])
                .containsExactly(odd, "'); DROP DAT");
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void childTablesOfOddNamesAreMade(SinkMode mode) throws Exception {
        KeptLetters letters = new KeptLetters();
        Set<String> names =
                new TreeSet<>(Arrays.asList("Dev 1 x", "UPPER", "中文", "1st", "a-b", "it's"));
        List<String> rows = new ArrayList<>();
        names.forEach(name -> rows.add(name + ":" + T0 + ":1"));
        rows.add("Dev.1 x`y:" + T0 + ":1");
        rows.add("x".repeat(193) + ":" + T0 + ":1");
        run(
                sink().setMode(mode).setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                rows.toArray(new String[0]));
        assertThat(SERVER.values("SELECT tbname FROM " + database + ".st"))
                .extracting(row -> (String) row[0])
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsOnly("InvalidTableName")
                .hasSize(2);
    }

    @Test
    void tagsOfExistingTablesStayOrAreAltered() throws Exception {
        SERVER.execute("CREATE TABLE " + database + ".d1 USING " + database + ".st TAGS (99)");
        run(sink(), at(0, "1"));
        assertThat(tag()).isEqualTo(99);
        run(sink().setExistingTags(ExistingTags.ALTER), at(1, "1"));
        assertThat(tag()).isEqualTo("d1".hashCode() & 0xff);
    }

    @Test
    void databaseAndSuperTableAreMade() throws Exception {
        SERVER.dropInTheEnd(database + "new");
        run(
                sink().setSuperTable(database + "new", "St")
                        .setDefinition(List.of(Rows.COLUMNS))
                        .setCreateTable(TimestampPrecision.MICROS),
                "d1:1700000000000000:1");
        assertThat(SERVER.values("SELECT ts, v FROM `" + database + "new`.`St`"))
                .containsExactly(new Object[] {1_700_000_000_000_000L, 1});
    }

    @ParameterizedTest
    @CsvSource({
        "STMT2,WEBSOCKET,MILLIS", "STMT2,WEBSOCKET,MICROS", "STMT2,WEBSOCKET,NANOS",
        "SQL,WEBSOCKET,MILLIS", "SQL,WEBSOCKET,NANOS", "SQL,REST,MILLIS"
    })
    void everyTypeAndItsNullIsStored(
            SinkMode mode, Transport transport, TimestampPrecision precision) throws Exception {
        long perMilli = precision.perSecond() / 1000;
        String name = database + precision.symbol();
        SERVER.dropInTheEnd(name);
        run(
                sink().setSuperTable(name, "every")
                        .setGatewayFactory(factory(transport, Duration.ofSeconds(30)))
                        .setMode(mode)
                        .setDefinition(EveryType.COLUMNS)
                        .setCreateTable(precision)
                        .setSerializer(new Everything(EveryType.COLUMNS, EveryType.TEXT)),
                "full",
                "empty");
        List<Object[]> rows = SERVER.values("SELECT * FROM " + name + ".`every` ORDER BY ts");
        assertThat(rows).hasSize(2);
        Object[] full = rows.get(0);
        assertThat(full)
                .startsWith(
                        Everything.millis("full") * perMilli,
                        true,
                        (byte) -128,
                        (short) -32768,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE + 1,
                        1.5f,
                        -2.25e100,
                        EveryType.TEXT,
                        1L,
                        EveryType.TEXT,
                        (short) 255,
                        65535,
                        4294967295L,
                        new java.math.BigInteger("18446744073709551615"));
        assertThat((byte[]) full[15]).containsExactly(0, 1, 0xff, '\'', '\\');
        assertThat((byte[]) full[16]).isEqualTo(EveryType.POINT);
        assertThat(full[17]).isEqualTo(new java.math.BigDecimal("-98.76"));
        assertThat(full[18])
                .isEqualTo(new java.math.BigDecimal("1234567890123456789012345678.0123456789"));
        Object[] empty = rows.get(1);
        assertThat(empty[0]).isEqualTo(Everything.millis("empty") * perMilli);
        assertThat(Arrays.copyOfRange(empty, 1, 19)).containsOnlyNulls();
    }

    @Test
    void linesStoreTheTypesTheyHave() throws Exception {
        List<TargetColumn> columns =
                EveryType.COLUMNS.stream()
                        .filter(
                                c ->
                                        c.name().equals("ts")
                                                || c.type() != TDengineType.TIMESTAMP
                                                        && c.type() != TDengineType.DECIMAL64
                                                        && c.type() != TDengineType.DECIMAL128
                                                        && c.type() != TDengineType.GEOMETRY)
                        .toList();
        run(
                sink().setSuperTable(database, "lines")
                        .setDefinition(columns)
                        .setSchemaless(SchemalessFormat.LINE)
                        .setSerializer(new Everything(columns, "a \"b\" \\c,=")),
                "full");
        List<Object[]> rows =
                SERVER.values("SELECT vc, nc, ubi, b, loc FROM " + database + ".lines");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsExactly(
                        "a \"b\" \\c,=",
                        "a \"b\" \\c,=",
                        new java.math.BigInteger("18446744073709551615"),
                        true,
                        "a \"b\" \\c,=");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void schemalessRowsGoToTheChildTablesTheyName(Protocol protocol) throws Exception {
        List<TargetColumn> columns =
                List.of(
                        TargetColumn.of("_ts", TDengineType.TIMESTAMP),
                        TargetColumn.of("_value", TDengineType.DOUBLE),
                        TargetColumn.of("loc", TDengineType.NCHAR, 20).asTag());
        run(
                sink().setSuperTable(database, "points")
                        .setDefinition(columns)
                        .setSchemaless(new SchemalessFormat(protocol, null, 0, "tbname"))
                        .setSerializer(new Points()),
                "p1:1.5",
                "p2:-2.5");
        assertThat(
                        SERVER.values(
                                "SELECT tbname, _ts, _value, loc FROM "
                                        + database
                                        + ".points ORDER BY _value"))
                .containsExactly(
                        new Object[] {"p2", T0, -2.5, "north"},
                        new Object[] {"p1", T0, 1.5, "north"});
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void blobsAndJsonTagsAreStored(SinkMode mode) throws Exception {
        SERVER.execute(
                "CREATE STABLE " + database + ".docs (ts TIMESTAMP, data BLOB) TAGS (j JSON)");
        run(
                sink().setSuperTable(database, "docs").setMode(mode).setSerializer(new Documents()),
                "d1",
                "d2");
        List<Object[]> rows =
                SERVER.values("SELECT tbname, data, j FROM " + database + ".docs ORDER BY tbname");
        assertThat(rows).extracting(row -> row[0]).containsExactly("d1", "d2");
        assertThat((byte[]) rows.get(0)[1]).containsExactly(0, 0xff, '\'');
        assertThat(rows.get(0)[2]).isEqualTo("{\"name\":\"it's d1\"}");
        assertThat(rows.get(1)[1]).isNull();
    }

    private Object tag() {
        return SERVER.values("SELECT DISTINCT gid FROM " + database + ".st").get(0)[0];
    }

    /** Elements are instants, written as both timestamps of table d1. */
    private record Times(List<String> columns) implements TDengineSerializationSchema<String> {

        @Override
        public boolean serialize(String element, RowOutput row) throws IOException {
            row.setTable("d1");
            row.setTimestamp(2, Instant.parse(element));
            row.setTimestamp(3, Instant.parse(element));
            return true;
        }
    }

    /** Elements are "full" or "empty". */
    private record Everything(List<TargetColumn> all, String text)
            implements TDengineSerializationSchema<String> {

        static long millis(String element) {
            return element.equals("full") ? T0 : T0 + 1;
        }

        @Override
        public List<String> columns() {
            return all.stream().map(TargetColumn::name).toList();
        }

        @Override
        public boolean serialize(String element, RowOutput row) throws IOException {
            row.setTable("e-" + element);
            row.setTimestamp(0, millis(element), 0);
            if (element.equals("full")) {
                EveryType.fill(row, all, text);
            }
            return true;
        }
    }

    /** Elements such as p1:1.5. */
    private record Points() implements TDengineSerializationSchema<String> {

        @Override
        public List<String> columns() {
            return List.of("_ts", "_value", "loc");
        }

        @Override
        public boolean serialize(String element, RowOutput row) throws IOException {
            String[] parts = element.split(":");
            row.setTable(parts[0]);
            row.setLong(0, T0);
            row.setDouble(1, Double.parseDouble(parts[1]));
            row.setString(2, "north");
            return true;
        }
    }

    /** Elements are child tables; that of d2 has no data. */
    private record Documents() implements TDengineSerializationSchema<String> {

        @Override
        public List<String> columns() {
            return List.of("j", "data", "ts");
        }

        @Override
        public boolean serialize(String element, RowOutput row) throws IOException {
            row.setTable(element);
            row.setString(0, "{\"name\":\"it's " + element + "\"}");
            if (element.equals("d1")) {
                row.setBytes(1, new byte[] {0, (byte) 0xff, '\''});
            }
            row.setLong(2, T0);
            return true;
        }
    }
}
