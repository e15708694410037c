/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.Secret;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.local.tdengine.LocalTDengineExtension;
import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.client.Transport;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole jobs that write to a local server; each names the defect of others it must not have. */
class LocalSinkITCase {

    @RegisterExtension static final LocalTDengineExtension TDENGINE = new LocalTDengineExtension();

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final long T0 = 1_700_000_000_000L;
    private static final RetryPolicy PATIENT =
            new RetryPolicy(
                    200,
                    Duration.ofMillis(5),
                    2,
                    Duration.ofMillis(100),
                    0.2,
                    Duration.ofMinutes(2));

    private String database;

    @BeforeEach
    void newDatabase() {
        database = "sink" + DATABASES.incrementAndGet();
        server().execute("CREATE DATABASE " + database + " PRECISION 'ms'");
        server().execute(
                        "CREATE STABLE "
                                + database
                                + ".st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
    }

    @AfterEach
    void recover() {
        server().faults().clear();
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void defectD1FourThousandRowsThroughAnOutageOfThreeSecondsAreFourThousand(SinkMode mode)
            throws Exception {
        int count = 4_000;
        SEEN.set(0);
        LocalTDengine server = server();
        Thread outage =
                new Thread(
                        () -> {
                            awaitSeen(count / 4);
                            server.outage(Duration.ofSeconds(3));
                        });
        outage.start();
        generate(sink().setMode(mode).setMaxBatchRows(100), count, 1_000);
        outage.join();
        assertThat(count("st")).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"ms", "us", "ns"})
    void defectD2TimestampsAreRightWhereverTheyStand(String precision) throws Exception {
        server().execute(
                        "CREATE DATABASE "
                                + database
                                + precision
                                + " PRECISION '"
                                + precision
                                + "'");
        server().execute(
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
        List<Object[]> rows = server().query("SELECT ts, t2 FROM " + database + precision + ".st");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsExactly(expected, expected);
    }

    @Test
    void defectD5AfterABadRowTheStatementHasNothingOfIt() throws Exception {
        KeptLetters letters = new KeptLetters();
        // no limit of the columns: only the server knows that it is too old
        server().execute("CREATE DATABASE " + database + "k KEEP 3650");
        server().execute(
                        "CREATE STABLE "
                                + database
                                + "k.st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
        long now = System.currentTimeMillis();
        run(
                sink().setSuperTable(database + "k", "st")
                        .setMaxBatchRows(1)
                        .setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                "d1:" + now + ":1",
                "d1:1:2",
                "d1:" + (now + 1) + ":3");
        assertThat(server().query("SELECT v FROM " + database + "k.st ORDER BY ts"))
                .extracting(row -> row[0])
                .containsExactly(1, 3);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactly("0x060b");
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void oneBadRowOfTenThousandIsFoundWithTheServersCode(SinkMode mode) throws Exception {
        KeptLetters letters = new KeptLetters();
        server().execute("CREATE DATABASE " + database + "k KEEP 3650");
        server().execute(
                        "CREATE STABLE "
                                + database
                                + "k.st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
        long now = System.currentTimeMillis();
        String[] rows =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "d" + i % 10 + ":" + (i == 6_543 ? 1 : now + i) + ":" + i)
                        .toArray(String[]::new);
        run(
                sink().setSuperTable(database + "k", "st")
                        .setMode(mode)
                        .setConnections(1)
                        .setMaxAge(Duration.ofSeconds(5))
                        .setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                rows);
        assertThat(server().query("SELECT v FROM " + database + "k.st")).hasSize(9_999);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactly("0x060b");
        assertThat(letters.values().get(0))
                .contains("\"v\":6543")
                .contains("1970-01-01T00:00:00.001Z");
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void ofDuplicatesInABatchTheLastStandsWithItsNulls(SinkMode mode) throws Exception {
        run(sink().setMode(mode), at(0, "1:a"), at(1, "2:b"), at(0, ":c"), at(1, "3:"));
        assertThat(server().query("SELECT v, note FROM " + database + ".st ORDER BY ts"))
                .containsExactly(new Object[] {null, "c"}, new Object[] {3, ""});
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void aLostAnswerAndALostRequestChangeNothing(SinkMode mode) throws Exception {
        String action = mode == SinkMode.SQL ? "binary_query" : "stmt2_exec";
        server().faults().on(action).skip(mode == SinkMode.SQL ? 8 : 2).closeAfter(2);
        server().faults().on(action).skip(mode == SinkMode.SQL ? 14 : 7).closeBefore(2);
        generate(sink().setMode(mode).setMaxBatchRows(50), 2_000, 1_000_000);
        assertThat(count("st")).isEqualTo(2_000);
        assertThat(server().faults().active()).as("all faults were met").isEmpty();
    }

    @Test
    void codesThatPassAreTriedAgain() throws Exception {
        server().faults().on("stmt2_bind").answerCode(2, 0x0020, "rpc broken link");
        server().faults().on("stmt2_exec").skip(1).answerCode(3, 0x0914, "sync not leader");
        server().faults().on("stmt2_prepare").skip(1).answerCode(1, 0x032c, "object creating");
        generate(sink().setMaxBatchRows(50), 1_000, 1_000_000);
        assertThat(count("st")).isEqualTo(1_000);
        assertThat(server().faults().active()).as("all faults were met").isEmpty();
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() throws Exception {
        server().faults().on("stmt2_exec").skip(1).swallowAnswer(1);
        generate(
                sink().setGatewayFactory(factory(Transport.WEBSOCKET, Duration.ofMillis(500)))
                        .setMaxBatchRows(50),
                500,
                1_000_000);
        assertThat(count("st")).isEqualTo(500);
    }

    @Test
    void codesThatNeedAPersonFailTheJobAtOnce() {
        server().faults().on("stmt2_exec").answerCode(100, 0x0800, "license expired");
        assertThatThrownBy(() -> run(sink(), at(0, "1")))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("0x0800")
                                        .contains("license expired"));
    }

    @Test
    void aTroubleLongerThanTheRetriesRestartsTheJobFromItsCheckpoint() throws Exception {
        server().faults().on("stmt2_exec").skip(5).answerCode(6, 0x0914, "sync not leader");
        RetryPolicy twoRetries =
                new RetryPolicy(
                        3, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Duration.ofMinutes(1));
        Configuration restart = new Configuration();
        restart.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        restart.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(restart);
        env.enableCheckpointing(50);
        env.setParallelism(1);
        generate(env, sink().setRetryPolicy(twoRetries).setMaxBatchRows(50), 2_000, 4_000);
        assertThat(count("st")).isEqualTo(2_000);
    }

    @Test
    void aFewRowsAreWrittenWhenTheyAreOldEnough() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        // without checkpoints and far from the limit of rows
        GeneratorFunction<Long, String> generator = i -> at(i, String.valueOf(i));
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(5),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "slow")
                .sinkTo(sink().setMaxAge(Duration.ofMillis(100)).build());
        org.apache.flink.core.execution.JobClient job = env.executeAsync();
        await(() -> count("st") >= 2);
        job.cancel().get();
    }

    @Test
    void deletesOfAChangelogDelete() throws Exception {
        run(sink(), at(0, "1"), at(1, "2"), at(2, "3"));
        run(sink(), "-d1:" + T0, at(1, "4"), "-d1:" + (T0 + 2), at(2, "5"), "-d9:" + T0);
        assertThat(server().query("SELECT v FROM " + database + ".st ORDER BY ts"))
                .extracting(row -> row[0])
                .containsExactly(4, 5);
    }

    @Test
    void textsAreEscapedInSql() throws Exception {
        String odd = "a'b\"c\\d`%_";
        run(sink().setMode(SinkMode.SQL), at(0, "1:" + odd), at(1, "2:'); DROP DAT"));
        assertThat(server().query("SELECT note FROM " + database + ".st ORDER BY ts"))
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
        assertThat(server().query("SELECT tbname FROM " + database + ".st"))
                .extracting(row -> (String) row[0])
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsOnly("InvalidTableName")
                .hasSize(2);
    }

    @Test
    void tagsOfExistingTablesStayOrAreAltered() throws Exception {
        server().execute("CREATE TABLE " + database + ".d1 USING " + database + ".st TAGS (99)");
        run(sink(), at(0, "1"));
        assertThat(tag()).isEqualTo(99);
        run(sink().setExistingTags(ExistingTags.ALTER), at(1, "1"));
        assertThat(tag()).isEqualTo("d1".hashCode() & 0xff);
    }

    @Test
    void databaseAndSuperTableAreMade() throws Exception {
        run(
                sink().setSuperTable(database + "new", "St")
                        .setDefinition(List.of(Rows.COLUMNS))
                        .setCreateTable(TimestampPrecision.MICROS),
                "d1:1700000000000000:1");
        assertThat(server().query("SELECT ts, v FROM `" + database + "new`.`St`"))
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
        run(
                sink().setSuperTable(name, "every")
                        .setGatewayFactory(factory(transport, Duration.ofSeconds(30)))
                        .setMode(mode)
                        .setDefinition(EveryType.COLUMNS)
                        .setCreateTable(precision)
                        .setSerializer(new Everything(EveryType.COLUMNS, EveryType.TEXT)),
                "full",
                "empty");
        List<Object[]> rows = server().query("SELECT * FROM " + name + ".every ORDER BY ts");
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
                server().query("SELECT vc, nc, ubi, b, loc FROM " + database + ".lines");
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
                        server().query(
                                        "SELECT tbname, _ts, _value, loc FROM "
                                                + database
                                                + ".points ORDER BY _value"))
                .containsExactly(
                        new Object[] {"p2", T0, -2.5, "north"},
                        new Object[] {"p1", T0, 1.5, "north"});
    }

    private Object tag() {
        return server().query("SELECT DISTINCT gid FROM " + database + ".st").get(0)[0];
    }

    private static LocalTDengine server() {
        return TDENGINE.server();
    }

    private int count(String table) {
        return server().query("SELECT ts FROM " + database + "." + table).size();
    }

    private static String at(long ts, String rest) {
        return "d1:" + (T0 + ts) + ":" + rest;
    }

    private TDengineGatewayFactory factory(Transport transport, Duration timeout) {
        return TDengineGateways.factory(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(server().endpoint()))
                        .user(server().user())
                        .password(Secret.of(server().password()))
                        .database(database)
                        .transport(transport)
                        .requestTimeout(timeout)
                        .build());
    }

    private TDengineSinkBuilder<String> sink() {
        return TDengineSink.<String>builder()
                .setSuperTable(database, "st")
                .setGatewayFactory(factory(Transport.WEBSOCKET, Duration.ofSeconds(30)))
                .setSerializer(new Readings())
                .setRetryPolicy(PATIENT)
                .setMaxAge(Duration.ofMillis(20));
    }

    private static void run(TDengineSinkBuilder<String> sink, String... elements) throws Exception {
        Configuration none = new Configuration();
        none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(none);
        env.setParallelism(1);
        env.fromData(Arrays.asList(elements), Types.STRING).sinkTo(sink.build());
        env.execute();
    }

    private static void generate(TDengineSinkBuilder<String> sink, int count, int perSecond)
            throws Exception {
        Configuration none = new Configuration();
        none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(none);
        env.setParallelism(1);
        generate(env, sink, count, perSecond);
    }

    private static void generate(
            StreamExecutionEnvironment env,
            TDengineSinkBuilder<String> sink,
            int count,
            int perSecond)
            throws Exception {
        GeneratorFunction<Long, String> generator =
                i -> {
                    SEEN.incrementAndGet();
                    return "d" + i % 7 + ":" + (T0 + i) + ":" + i;
                };
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                count,
                                RateLimiterStrategy.perSecond(perSecond),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "readings")
                .sinkTo(sink.build());
        env.execute();
    }

    /** Elements that were made; jobs run in this JVM. */
    private static final AtomicInteger SEEN = new AtomicInteger();

    private static void awaitSeen(int count) {
        await(() -> SEEN.get() >= count);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("does not come");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
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
}
