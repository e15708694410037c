/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.tdengine.testing.RunningJob;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.tdengine.testing.TextRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bounded source, and what is wrong with the one of the vendor's connector: tables and time
 * ranges that are dropped, restarts that read twice, restores that fail.
 */
@Timeout(180)
class ScanSourceITCase {

    private static final long START = 1_700_000_000_000L;
    private static final int TABLES = 50;
    private static final int ROWS_OF_BIG = 3_000;

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private static final List<String> SMALL = new ArrayList<>();
    private static final List<String> BIG = new ArrayList<>();

    @TempDir private Path savepoints;

    /** 50 tables of a row each, and 6 tables of 3,000 rows. */
    @BeforeAll
    static void write() {
        SERVER.execute("CREATE STABLE %db%.small (ts TIMESTAMP, v INT) TAGS (g INT)");
        for (int table = 0; table < TABLES; table++) {
            SERVER.execute(
                    "INSERT INTO %db%.s"
                            + table
                            + " USING %db%.small TAGS ("
                            + table
                            + ") VALUES ("
                            + (START + table)
                            + ", "
                            + table
                            + ")");
            SMALL.add((START + table) + "|" + table + "|" + table);
        }
        SERVER.execute("CREATE STABLE %db%.big (ts TIMESTAMP, v INT) TAGS (g INT)");
        for (int table = 0; table < 6; table++) {
            StringBuilder insert =
                    new StringBuilder(
                            "INSERT INTO %db%.b"
                                    + table
                                    + " USING %db%.big TAGS ("
                                    + table
                                    + ") VALUES");
            for (int row = 0; row < ROWS_OF_BIG; row++) {
                insert.append(" (")
                        .append(START + row * 1_000L)
                        .append(',')
                        .append(row)
                        .append(')');
                BIG.add((START + row * 1_000L) + "|" + row + "|" + table);
            }
            SERVER.execute(insert.toString());
        }
    }

    @Test
    void tableSplitsReadAllFiftyTablesWhateverTheParallelism() throws Exception {
        for (int parallelism : new int[] {1, 2, 3}) {
            assertThat(read(source("small").setSplitTables(3).build(), parallelism))
                    .as("parallelism %s", parallelism)
                    .containsExactlyInAnyOrderElementsOf(SMALL);
        }
    }

    @Test
    void threeTimeSplitsAreReadByTwoReaders() throws Exception {
        TDengineScanSource<String> source =
                source("big").setSplitInterval(Duration.ofSeconds(1_000)).build();
        assertThat(read(source, 2)).containsExactlyInAnyOrderElementsOf(BIG);
    }

    @Test
    void moreReadersThanSplitsEndAsWell() throws Exception {
        TDengineScanSource<String> source =
                source(ScanTarget.table(SERVER.database(), "b1")).build();
        assertThat(read(source, 4))
                .containsExactlyInAnyOrderElementsOf(
                        BIG.stream().filter(row -> row.endsWith("|1")).toList());
    }

    @Test
    void tagsStandWhereTheyWereAskedFor() throws Exception {
        SERVER.execute(
                "CREATE STABLE %db%.tagged (ts TIMESTAMP, v INT)"
                        + " TAGS (name VARCHAR(20), n BIGINT UNSIGNED, at TIMESTAMP)");
        SERVER.execute(
                "INSERT INTO %db%.t1 USING %db%.tagged TAGS ('it\\'s 1', 18446744073709551615, 7)"
                        + " VALUES (1700000000000, 10) (1700000001000, NULL)"
                        + " %db%.t2 USING %db%.tagged TAGS (NULL, NULL, NULL)"
                        + " VALUES (1700000000000, 20)");
        ScanTarget target =
                ScanTarget.table(SERVER.database(), "tagged")
                        .withColumns(List.of("n", "v", "tbname", "name"));
        assertThat(read(source(target).build(), 1))
                .containsExactlyInAnyOrder(
                        "1700000000000|18446744073709551615|10|it's 1",
                        "1700000001000|18446744073709551615|null|it's 1",
                        "1700000000000|null|20|null");
        ScanTarget all = ScanTarget.table(SERVER.database(), "tagged");
        assertThat(read(source(all).setSplitTables(1).build(), 2))
                .containsExactlyInAnyOrder(
                        "1700000000000|10|it's 1|18446744073709551615|7",
                        "1700000001000|null|it's 1|18446744073709551615|7",
                        "1700000000000|20|null|null|null");
    }

    @Test
    void aRestartFromACheckpointInTheMiddleOfATableReadsNoRowTwiceAndNoneNever() throws Exception {
        RunningJob job = new RunningJob(2, 3).failingOnceAfter(4_000).slowedDown();
        List<String> received = job.run(source("big").setSplitTables(2).build());
        assertThat(job.failures()).isEqualTo(1);
        assertThat(job.rowsBeforeFailure()).isGreaterThanOrEqualTo(4_000);
        assertThat(received).containsExactlyInAnyOrderElementsOf(BIG);
    }

    @Test
    void theResultOfAQueryIsContinuedAfterARestart() throws Exception {
        ScanTarget query =
                ScanTarget.query(
                        "SELECT ts, v, g FROM "
                                + SERVER.database()
                                + ".big WHERE g < 3 ORDER BY g, ts");
        RunningJob job = new RunningJob(2, 3).failingOnceAfter(2_500).slowedDown();
        List<String> received = job.run(source(query).build());
        assertThat(job.failures()).isEqualTo(1);
        assertThat(received)
                .containsExactlyInAnyOrderElementsOf(
                        BIG.stream().filter(row -> row.matches(".*\\|[012]")).toList());
    }

    @Test
    void aSavepointIsRestoredWithMoreAndWithFewerReaders() throws Exception {
        RunningJob job = new RunningJob(1, 0).slowedDown();
        String first =
                job.runUntil(source("big").setSplitTables(1).build(), null, 4_000, savepoints);
        String second =
                job.withParallelism(3)
                        .runUntil(
                                source("big").setSplitTables(1).build(), first, 9_000, savepoints);
        job.withParallelism(2).runToEnd(source("big").setSplitTables(1).build(), second);
        assertThat(job.received()).containsExactlyInAnyOrderElementsOf(BIG);
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfABlockIsOpenedAnewAndTheTableReadOn() throws Exception {
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            TDengineScanSource<String> source =
                    source("big")
                            .setGatewayFactory(TestServer.gateways(link.endpoint()))
                            .setRetryPolicy(RetryPolicy.DEFAULT)
                            .build();
            link.cutAfter(120_000);
            assertThat(read(source, 2)).containsExactlyInAnyOrderElementsOf(BIG);
            assertThat(link.cuts()).isEqualTo(1);
        }
    }

    private static TDengineScanSourceBuilder<String> source(String table) {
        return source(ScanTarget.table(SERVER.database(), table));
    }

    private static TDengineScanSourceBuilder<String> source(ScanTarget target) {
        return TDengineScanSource.<String>builder()
                .setGatewayFactory(SERVER.gateways())
                .setTarget(target)
                .setDeserializer(new TextRows());
    }

    private static List<String> read(TDengineScanSource<String> source, int parallelism)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(parallelism);
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "scan")
                .executeAndCollect(BIG.size() + TABLES + 1);
    }
}
