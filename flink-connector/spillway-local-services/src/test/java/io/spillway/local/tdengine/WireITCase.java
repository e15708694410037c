/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.engine.Engine.BoundTable;
import io.spillway.local.tdengine.engine.Engine.Prepared;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.ValueType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire with the vendor's driver at its other end, and known answers behind it. */
class WireITCase {

    private static final ColumnSpec TS = new ColumnSpec("ts", ValueType.TIMESTAMP, 8, 0, 0);
    private static final ColumnSpec TEXT = new ColumnSpec("s", ValueType.NCHAR, 20, 0, 0);

    private final ScriptedEngine engine = new ScriptedEngine();
    private LocalTDengine server;

    @BeforeEach
    void start() {
        server = LocalTDengine.builder().engine(engine).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResultOfSeveralBlocksArrivesWhole() throws Exception {
        engine.answer(
                "select ts, s from t",
                () ->
                        SqlResult.queried(
                                List.of(TS, TEXT),
                                0,
                                LongStream.range(0, 10_000)
                                        .mapToObj(
                                                i ->
                                                        new Object[] {
                                                            i, i % 3 == 0 ? null : "é😀" + i
                                                        })
                                        .iterator()));
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery("select ts, s from t")) {
            for (long i = 0; i < 10_000; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getTimestamp(1)).isEqualTo(new Timestamp(i));
                assertThat(rows.getString(2)).isEqualTo(i % 3 == 0 ? null : "é😀" + i);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void boundRowsArriveAsTheyWere() throws Exception {
        List<BoundTable> written = new ArrayList<>();
        engine.prepare(
                "insert into st(tbname, ts, s) values(?,?,?)",
                new Recording(
                        written,
                        new BoundField(
                                new ColumnSpec("tbname", ValueType.VARCHAR, 270, 0, 0), 0, 4),
                        new BoundField(TS, 0, 1),
                        new BoundField(TEXT, 0, 1)));
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into st(tbname, ts, s) values(?,?,?)")) {
            for (int i = 0; i < 5; i++) {
                insert.setString(1, "d" + i % 2);
                insert.setTimestamp(2, new Timestamp(1000 + i));
                insert.setString(3, i == 3 ? null : "n" + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(5);
        }
        assertThat(written).extracting(BoundTable::table).containsExactlyInAnyOrder("d0", "d1");
        assertThat(written.stream().flatMap(table -> table.rows().stream()))
                .containsExactlyInAnyOrder(
                        new Object[] {1000L, "n0"},
                        new Object[] {1001L, "n1"},
                        new Object[] {1002L, "n2"},
                        new Object[] {1003L, null},
                        new Object[] {1004L, "n4"});
    }

    @Test
    void errorsKeepTheirCode() throws Exception {
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> connection.createStatement().executeQuery("selec 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(0x2600))
                    .hasMessageContaining("selec 1");
        }
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        "jdbc:TAOS-WS://" + server.endpoint() + "/",
                                        "root",
                                        "wrong"))
                .hasMessageContaining("Authentication failure");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:TAOS-WS://" + server.endpoint() + "/", "root", "taosdata");
    }

    private record Recording(List<BoundTable> written, BoundField... questionMarks)
            implements Prepared {

        @Override
        public boolean isInsert() {
            return true;
        }

        @Override
        public List<BoundField> fields() {
            return List.of(questionMarks);
        }

        @Override
        public int parameters() {
            return questionMarks.length;
        }

        @Override
        public int insert(List<BoundTable> tables) {
            written.addAll(tables);
            return tables.stream().mapToInt(table -> table.rows().size()).sum();
        }

        @Override
        public SqlResult query(List<Object> values) {
            throw new UnsupportedOperationException("An insert returns no rows");
        }
    }
}
