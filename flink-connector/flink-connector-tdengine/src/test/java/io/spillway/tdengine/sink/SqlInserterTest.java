/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static io.spillway.tdengine.sink.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements that write rows by their text. */
class SqlInserterTest {

    private final FakeTDengine server =
            new FakeTDengine("st", TimestampPrecision.MILLIS, Rows.COLUMNS);
    private final TDengineGateway gateway = server.gatewayFactory().create();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void oneStatementWritesSeveralTables() {
        assertThat(
                        statements(
                                Rows.LAYOUT,
                                row("a", 2, 1, "x"),
                                row("a", 1, null, null),
                                row("B c", 1, 2, "it's")))
                .containsExactly(
                        "INSERT INTO `db`.`a` USING `db`.`st` (`gid`) TAGS (1)"
                                + " (`ts`,`v`,`note`) VALUES (1,NULL,NULL)(2,1,'x')"
                                + " `db`.`B c` USING `db`.`st` (`gid`) TAGS (1)"
                                + " (`ts`,`v`,`note`) VALUES (1,2,'it\\'s')");
    }

    @Test
    void everyTypeHasItsLiteral() throws Exception {
        RowLayout layout = EveryType.layout(TimestampPrecision.NANOS);
        String sql = statements(layout, EveryType.row(layout, "a", 5, EveryType.TEXT)).get(0);
        String text = "'it\\'s \"x\\\\y\" 中 %_\n{1},='";
        assertThat(sql)
                .endsWith(
                        " TAGS (7,"
                                + text
                                + ") (`ts`,`b`,`ti`,`si`,`i`,`bi`,`f`,`d`,`vc`,`t2`,`nc`,`uti`,"
                                + "`usi`,`ui`,`ubi`,`vb`,`g`,`d64`,`d128`) VALUES (5,true,-128,"
                                + "-32768,-2147483648,-9223372036854775807,1.5,-2.25E100,"
                                + text
                                + ",1,"
                                + text
                                + ",255,65535,4294967295,18446744073709551615,"
                                + "'\\x0001ff275c','POINT(1.0 2.0)',-98.76,"
                                + "1234567890123456789012345678.0123456789)");
        assertThat(statements(layout, EveryType.nulls(layout, "a", 5)).get(0))
                .contains("TAGS (NULL,NULL)")
                .endsWith("(5" + ",NULL".repeat(18) + ")");
    }

    @Test
    void withoutTagsTheSuperTableTakesNamesInItsRows() {
        RowLayout layout =
                new RowLayout(
                        Rows.target(
                                TimestampPrecision.MILLIS,
                                TargetColumn.of("ts", TDengineType.TIMESTAMP)));
        assertThat(statements(layout, timeOnly(layout, "a", 1), timeOnly(layout, "b'", 2)))
                .containsExactly("INSERT INTO `db`.`st` (tbname,`ts`) VALUES ('a',1)('b\\'',2)");
    }

    @Test
    void aFixedTableNeedsNoSuperTable() throws Exception {
        RowLayout layout =
                new RowLayout(
                        new TargetTable(
                                "db",
                                "t",
                                false,
                                TimestampPrecision.MILLIS,
                                List.of(TargetColumn.of("ts", TDengineType.TIMESTAMP)),
                                0,
                                -1));
        RowEncoder encoder = new RowEncoder(layout, null);
        encoder.reset();
        encoder.setLong(0, 3);
        assertThat(statements(layout, encoder.toRow(null)))
                .containsExactly("INSERT INTO `db`.`t` (`ts`) VALUES (3)");
    }

    @Test
    void longTextsAreCutIntoStatementsThatTheServerTakes() {
        List<SinkRow> rows = new java.util.ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(row("t" + i % 7, i, i, "中".repeat(i % 5)));
        }
        int maxBytes = 1_000;
        List<String> statements =
                new SqlInserter(gateway, Rows.LAYOUT, false, maxBytes)
                        .statements(Batch.of(rows, Rows.LAYOUT).upserts());
        assertThat(statements.size()).isBetween(10, 30);
        int values = 0;
        for (String statement : statements) {
            assertThat(statement.getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(maxBytes);
            assertThat(statement).startsWith("INSERT INTO `db`.`t");
            values += statement.split("\\(\\d+,\\d+,'").length - 1;
        }
        assertThat(values).isEqualTo(500);
    }

    @Test
    void affectedRowsAreAddedUpOverStatements() throws Exception {
        SqlInserter inserter = new SqlInserter(gateway, Rows.LAYOUT, false, 150);
        long affected =
                inserter.insert(Batch.of(Rows.ascending("a", 10), Rows.LAYOUT).upserts())
                        .get(10, TimeUnit.SECONDS);
        assertThat(affected).isEqualTo(server.statements().size()).isGreaterThan(1);
    }

    @Test
    void whatSqlCannotTellIsTheRowsFault() throws Exception {
        RowLayout layout = EveryType.layout(TimestampPrecision.MILLIS);
        SinkRow nul = EveryType.row(layout, "a", 1, "a\0b");
        assertThatThrownBy(() -> statements(layout, nul))
                .hasRootCauseMessage(
                        "The value of column 'loc' contains the character 0, which SQL cannot tell");
        RowEncoder encoder = new RowEncoder(layout, null);
        encoder.reset();
        encoder.setTable("a");
        encoder.setLong(0, 1);
        encoder.setDouble(7, Double.NaN);
        SinkRow nan = encoder.toRow(null);
        assertThatThrownBy(() -> statements(layout, nan)).hasMessageContaining("'d' is NaN");
    }

    private List<String> statements(RowLayout layout, SinkRow... rows) {
        return new SqlInserter(gateway, layout, false)
                .statements(Batch.of(List.of(rows), layout).upserts());
    }

    private static SinkRow timeOnly(RowLayout layout, String table, long ts) {
        RowEncoder encoder = new RowEncoder(layout, null);
        encoder.reset();
        try {
            encoder.setTable(table);
            encoder.setLong(0, ts);
            return encoder.toRow(null);
        } catch (io.spillway.common.failure.RecordException e) {
            throw new AssertionError(e);
        }
    }
}
