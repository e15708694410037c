/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.Secret;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.sink.TDengineSink;
import io.spillway.tdengine.source.initial.TDengineInitialSource;
import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.TDengineScanSourceBuilder;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.testing.ExactlyOnce;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.deadletter.KeptLetters;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jobs that copy a super table into another one while everything goes wrong that passes again:
 * connections, answers, the server, tasks, and stops with savepoints at another parallelism. In the
 * end the copy is right, refused rows are dead letters, every row came out of the source as often
 * as it should, and nothing is left open.
 *
 * <p>What goes wrong when follows from a seed as far as threads allow, and a failure tells its
 * seed. Three seeds are run for each kind of job; {@code -Dspillway.faults.seeds=N} runs N from a
 * random one instead, {@code -Dspillway.faults.first=S} those from S.
 */
@Timeout(240)
class RandomFaultsITCase {

    private static final int STEPS = 6;
    private static final int ROWS_BEFORE = 1_200;
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String TOPIC = "meters_topic";
    private static final String GROUP = "meters_group";
    private static final Pattern TEXT = Pattern.compile("(?<![A-Za-z0-9])e\\d+");

    /**
     * All tasks start over together. If one does alone while a checkpoint is aborted, Flink's
     * coordinators may hold back what they send to the other tasks for ever: "Trying to open
     * gateway for unseen checkpoint".
     */
    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .setConfiguration(
                                    new Configuration()
                                            .set(
                                                    JobManagerOptions.EXECUTION_FAILOVER_STRATEGY,
                                                    "full"))
                            .build());

    @TempDir private Path savepoints;

    private final KeptLetters letters = new KeptLetters();
    private final Set<String> threadsBefore = threads();
    private final List<String> happened = new ArrayList<>();
    private LocalTDengine server;
    private WrittenRows rows;
    private Set<String> before;
    private CopyJob job;

    /** Where a job reads from. */
    enum From {
        TOPIC,
        TABLE,
        TABLE_THEN_TOPIC
    }

    static Stream<Arguments> seeds() {
        Integer count = Integer.getInteger("spillway.faults.seeds");
        long first =
                Long.getLong("spillway.faults.first", count == null ? 1 : new Random().nextInt());
        return LongStream.range(first, first + (count == null ? 3 : count))
                .boxed()
                .flatMap(seed -> Stream.of(From.values()).map(from -> Arguments.of(from, seed)));
    }

    @ParameterizedTest(name = "from {0}, seed {1}")
    @MethodSource("seeds")
    void theCopyIsRightWhateverGoesWrong(From from, long seed) throws Exception {
        Random random = new Random(seed);
        try (LocalTDengine local = start()) {
            server = local;
            rows = new WrittenRows("power.meters", server::execute, new Random(seed));
            rows.writeNew(ROWS_BEFORE);
            before = Set.copyOf(rows.versions());
            happened.add("copies from " + from + ", seed " + seed);
            job = job(from, random);
            try {
                run(from, random);
                assertCopied(from);
                awaitNothingLeft();
            } finally {
                job.cancel();
            }
            // refused while there are consumers
            server.execute("DROP TOPIC " + TOPIC);
        } catch (Throwable e) {
            throw new AssertionError(String.join("\n", happened) + "\n" + e.getMessage(), e);
        }
    }

    private static LocalTDengine start() {
        LocalTDengine server =
                LocalTDengine.builder()
                        .rebalanceDelay(Duration.ofMillis(50))
                        .consumerCheckPeriod(Duration.ofMillis(100))
                        .pings(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .start();
        server.execute("CREATE DATABASE power VGROUPS 4 WAL_RETENTION_PERIOD 3600");
        server.execute(
                "CREATE STABLE power.meters (ts TIMESTAMP, v INT, txt VARCHAR(80)) TAGS (g INT)");
        server.execute("CREATE TOPIC " + TOPIC + " AS STABLE power.meters");
        server.execute("CREATE DATABASE copies VGROUPS 3 KEEP " + WrittenRows.KEPT_DAYS);
        server.execute(
                "CREATE STABLE copies.meters (ts TIMESTAMP, v INT, txt VARCHAR("
                        + WrittenRows.TEXT_BYTES
                        + ")) TAGS (g INT)");
        return server;
    }

    private void run(From from, Random random) throws Exception {
        RandomFaults faults =
                new RandomFaults(server, GROUP, from != From.TABLE, from != From.TOPIC, random);
        job.start(1 + random.nextInt(3));
        for (int step = 0; step < STEPS; step++) {
            int written = random.nextInt(300);
            if (from != From.TABLE) {
                write(from, written);
            }
            int parallelism = 1 + random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0 -> {
                    happened.add("stop and go on with parallelism " + parallelism);
                    server.faults().clear();
                    if (job.stop()) {
                        awaitNothingLeft();
                        job.start(parallelism);
                    }
                }
                case 1 -> {
                    happened.add("a task fails");
                    job.failTask();
                }
                default -> happened.add(faults.next());
            }
            job.awaitSeen(random.nextInt(300), PATIENCE);
        }
        server.faults().clear();
        if (from == From.TABLE) {
            Jobs.await(() -> "the table is read to its end", () -> !isRunning());
            return;
        }
        write(from, 100);
        Set<String> all = rows.versions();
        Jobs.await(
                () -> "these rows came out of the source: " + missing(all),
                () -> missing(all).isEmpty());
    }

    /**
     * While a table is read and then its topic, a new version may reach another task than the one
     * that still writes the former version, so that none is written then.
     */
    private void write(From from, int count) {
        if (from == From.TOPIC) {
            rows.writeWithUpdates(count);
        } else {
            rows.writeNew(count);
        }
    }

    private Set<String> missing(Set<String> wanted) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(new HashSet<>(ExactlyOnce.published(GROUP)));
        return missing;
    }

    private boolean isRunning() {
        try {
            return job.isRunning();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertCopied(From from) throws Exception {
        job.stop();
        happened.add("tasks began " + job.opened() + " times");
        assertSame("the table", content("power"), rows.newest());
        assertSame("the copy", content("copies"), rows.copied());
        assertSame("dead letters", numbers(letters.values()), numbers(rows.refused()));
        assertPublished(from);
    }

    /** Says what differs only. */
    private static void assertSame(String what, Set<String> actual, Set<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> surplus = new TreeSet<>(actual);
        surplus.removeAll(expected);
        assertThat(missing.isEmpty() && surplus.isEmpty())
                .as(what + ": missing " + missing + ", too much " + surplus)
                .isTrue();
    }

    private void assertPublished(From from) {
        Map<String, Integer> counts = new HashMap<>();
        ExactlyOnce.published(GROUP).forEach(row -> counts.merge(row, 1, Integer::sum));
        assertThat(rows.versions()).as("rows that were written").containsAll(counts.keySet());
        assertThat(counts.keySet())
                .as("rows that came out of the source")
                .containsAll(rows.versions());
        if (job.stopFailed()) {
            return;
        }
        // what is written while a table is read comes again from its topic
        List<String> tooOften =
                counts.keySet().stream()
                        .filter(
                                row ->
                                        counts.get(row)
                                                > (from == From.TABLE_THEN_TOPIC
                                                                && !before.contains(row)
                                                        ? 2
                                                        : 1))
                        .toList();
        assertThat(tooOften).as("rows that came too often").isEmpty();
    }

    private Set<String> content(String database) {
        return server.query("SELECT tbname, ts, v, txt FROM " + database + ".meters").stream()
                .map(row -> Stream.of(row).map(RandomFaultsITCase::text))
                .map(cells -> cells.collect(Collectors.joining("|")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(@Nullable Object cell) {
        return cell instanceof java.time.Instant time
                ? Long.toString(time.toEpochMilli())
                : String.valueOf(cell);
    }

    private static Set<String> numbers(Collection<String> texts) {
        Set<String> numbers = new TreeSet<>();
        for (String text : texts) {
            Matcher matcher = TEXT.matcher(text);
            numbers.add(matcher.find() ? matcher.group() : text);
        }
        return numbers;
    }

    private void awaitNothingLeft() {
        Jobs.await(
                () -> server.openSockets() + " connections are left, and threads " + newThreads(),
                () -> server.openSockets() == 0 && newThreads().isEmpty());
    }

    private Set<String> newThreads() {
        Set<String> left = threads();
        left.removeAll(threadsBefore);
        return left;
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tdengine-"))
                .map(thread -> thread.getName() + '#' + thread.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private CopyJob job(From from, Random random) {
        TDengineScanSourceBuilder<String> table =
                TDengineScanSource.<String>builder()
                        .setGatewayFactory(gateways())
                        .setTarget(
                                ScanTarget.table("power", "meters").withColumns(CopiedRows.COLUMNS))
                        .setSplitTables(1 + random.nextInt(4))
                        .setDeserializer(new CopiedRows());
        if (random.nextBoolean()) {
            table.setSplitInterval(Duration.ofDays(1 + random.nextInt(12)));
        }
        int rowsPerTurn = 1 + random.nextInt(200);
        int pollMillis = 20 + random.nextInt(200);
        boolean commits = random.nextBoolean();
        TDengineTmqSource<String> topic =
                TDengineTmqSource.<String>builder()
                        .setGatewayFactory(gateways())
                        .setTopic(TOPIC)
                        .setGroupId(GROUP)
                        .setDeserializer(new CopiedRows())
                        .setPollTimeout(Duration.ofMillis(pollMillis))
                        .setConsumerProperty(
                                "min.poll.rows", Integer.toString(1 + random.nextInt(200)))
                        .setConsumerProperty("fetch.max.wait.ms", "50")
                        .setRowsPerTurn(rowsPerTurn)
                        .setCommitOffsets(commits)
                        .setAssignmentTimeout(Duration.ofSeconds(15))
                        .build();
        Source<String, ?, ?> source =
                switch (from) {
                    case TOPIC -> topic;
                    case TABLE -> table.build();
                    case TABLE_THEN_TOPIC ->
                            TDengineInitialSource.of(table.setBoundaryTopic(TOPIC).build(), topic);
                };
        Sink<String> sink = sink(random);
        return new CopyJob(GROUP, () -> source, () -> sink, random.nextBoolean(), savepoints);
    }

    private TDengineSink<String> sink(Random random) {
        int attempts = random.nextBoolean() ? 3 : 200;
        return TDengineSink.<String>builder()
                .setSuperTable("copies", "meters")
                .setGatewayFactory(gateways())
                .setSerializer(new CopiedRows())
                .setConnections(1 + random.nextInt(3))
                .setMaxBatchRows(1 + random.nextInt(random.nextBoolean() ? 10 : 200))
                .setMaxAge(Duration.ofMillis(5 + random.nextInt(50)))
                .setRetryPolicy(
                        new RetryPolicy(
                                attempts,
                                Duration.ofMillis(5),
                                2,
                                Duration.ofMillis(100),
                                0.2,
                                Duration.ofMinutes(2)))
                .setErrorHandling(ErrorHandling.DEAD_LETTER, letters)
                .build();
    }

    private TDengineGatewayFactory gateways() {
        return TDengineGateways.factory(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(server.endpoint()))
                        .user(TestServer.USER)
                        .password(Secret.of(TestServer.PASSWORD))
                        .connectTimeout(TIMEOUT)
                        .requestTimeout(TIMEOUT)
                        .build());
    }
}
