/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.value.ValueTypes;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Statements with the answers a real 3.3.7.5 server gave: columns, types, lengths, rows in any
 * order, codes and texts of errors. A statement without an answer only prepares the next ones.
 */
class RecordedStatementsTest {

    private static final String RESOURCE = "/tdengine/statements-%s.txt";

    private record Recorded(String sql, String answer) {}

    @TestFactory
    List<DynamicTest> milliseconds() throws IOException {
        return replay("ms", "rec2");
    }

    @TestFactory
    List<DynamicTest> microseconds() throws IOException {
        return replay("us", "rec3");
    }

    private static List<DynamicTest> replay(String name, String database) throws IOException {
        EngineClient.SetClock clock = new EngineClient.SetClock();
        clock.set(Instant.parse("2026-11-21T12:00:00Z"));
        LocalEngine engine = new LocalEngine(clock);
        Session session = new Session("root", database, ZoneOffset.UTC);
        List<DynamicTest> tests = new ArrayList<>();
        for (Recorded recorded : read(name)) {
            clock.advance(Duration.ofMillis(10));
            String answer = answer(engine, session, recorded.sql());
            if (!recorded.answer().isEmpty()) {
                tests.add(
                        DynamicTest.dynamicTest(
                                recorded.sql(),
                                () ->
                                        assertThat(sorted(answer))
                                                .isEqualTo(sorted(recorded.answer()))));
            }
        }
        return tests;
    }

    private static List<Recorded> read(String name) throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (InputStream in =
                RecordedStatementsTest.class.getResourceAsStream(
                        String.format(Locale.ROOT, RESOURCE, name))) {
            String sql = null;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("> ")) {
                    if (sql != null) {
                        all.add(new Recorded(sql, ""));
                    }
                    sql = line.substring(2);
                } else if (sql != null && !line.isBlank()) {
                    all.add(new Recorded(sql, line.strip()));
                    sql = null;
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(50);
        return all;
    }

    /** The header, then the rows in an order of their own: the server's is not fixed. */
    private static List<String> sorted(String answer) {
        int bar = answer.indexOf(" |");
        if (bar < 0) {
            return List.of(answer);
        }
        List<String> parts = new ArrayList<>();
        parts.add(answer.substring(0, bar));
        String[] rows = answer.substring(bar + 2).strip().split(" ; ");
        Arrays.sort(rows);
        parts.addAll(Arrays.asList(rows));
        return parts;
    }

    private static String answer(LocalEngine engine, Session session, String sql) {
        try {
            SqlResult result = engine.execute(session, sql);
            if (result.update()) {
                return "affected_rows:INT(4) | [" + result.affectedRows() + "]";
            }
            StringJoiner header = new StringJoiner(" ");
            for (ColumnSpec column : result.columns()) {
                header.add(column.name() + ":" + type(column) + "(" + column.length() + ")");
            }
            StringJoiner rows = new StringJoiner(" ; ");
            while (result.rows().hasNext()) {
                rows.add(row(result, result.rows().next()));
            }
            return header + " | " + rows;
        } catch (TaosException refused) {
            return "ERR 0x" + Integer.toHexString(refused.code()) + " " + refused.getMessage();
        }
    }

    private static String type(ColumnSpec column) {
        return ValueTypes.isDecimal(column.type())
                ? ValueTypes.declaration(column)
                : ValueTypes.name(column.type());
    }

    private static String row(SqlResult result, Object[] row) {
        StringJoiner cells = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < row.length; i++) {
            cells.add(cell(row[i], result.columns().get(i).type(), result.precision()));
        }
        return cells.toString();
    }

    private static String cell(Object value, ValueType type, int precision) {
        if (value == null) {
            return "null";
        }
        if (type == ValueType.TIMESTAMP) {
            return quoted(time((Long) value, precision));
        }
        if (value instanceof byte[] bytes) {
            return quoted(HexFormat.of().formatHex(bytes));
        }
        if (value instanceof BigDecimal decimal) {
            return quoted(decimal.toPlainString());
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return String.valueOf(number.longValue());
        }
        return value instanceof String text && type != ValueType.JSON
                ? quoted(text)
                : value.toString();
    }

    private static String time(long value, int precision) {
        long perSecond = new long[] {1_000, 1_000_000, 1_000_000_000}[precision];
        long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
        Instant second = Instant.ofEpochSecond(Math.floorDiv(value, perSecond));
        String fraction =
                String.format(Locale.ROOT, "%09d", nanos).substring(0, 3 * (precision + 1));
        return second.toString().replace("Z", "." + fraction + "Z");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
