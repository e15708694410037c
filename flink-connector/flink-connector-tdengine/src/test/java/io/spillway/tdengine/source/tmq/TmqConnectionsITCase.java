/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.tmq.testing.MetersTopic;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.job.Collecting;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that break, freeze and come back, members that interfere, logs that are cut, a server
 * that is restarted: whatever can be done to any server from outside.
 */
@Timeout(300)
class TmqConnectionsITCase {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @TempDir private Path savepoints;

    /** Defect D7: the driver joined anew by itself and went on where the group had committed. */
    @Test
    void d7SocketsKilledInMidMessageLoseAndRepeatNothing() throws Exception {
        MetersTopic meters = meters("killed");
        meters.write(10_000);
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            link.cutAfter(60_000);
            CompletableFuture<Void> again =
                    CompletableFuture.runAsync(
                            () -> {
                                Jobs.await(() -> "the first cut", () -> link.cuts() == 1);
                                link.cutAfter(150_000);
                            });
            List<String> received =
                    Jobs.readAll(
                            Jobs.environment(2, 20, null),
                            meters.source()
                                    .setGatewayFactory(TestServer.gateways(link.endpoint()))
                                    .setBounded()
                                    .build(),
                            element -> element);

            again.get();
            assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
            assertThat(link.cuts()).isEqualTo(2);
        }
    }

    /** The server counts on a frozen member until its pings stay unanswered for long enough. */
    @Test
    void vgroupsOfAFrozenConsumerAreWaitedFor() throws Exception {
        Assumptions.assumeTrue(TestServer.isExternal(), "the local server's can be made faster");
        MetersTopic meters = meters("frozen");
        meters.write(2_000);
        TDengineGateway gateway;
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            gateway = TestServer.gateways(link.endpoint()).create();
            TmqConsumer zombie = join(gateway, meters);
            assertThat(zombie.assignment(meters.topic()).get()).isNotEmpty();
            link.freeze();
            long start = System.nanoTime();
            List<String> received =
                    Jobs.readAll(
                            Jobs.environment(2, 0, null),
                            meters.source().setBounded().build(),
                            element -> element);

            assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(20));
        }
        gateway.close();
    }

    /**
     * A member of the group that comes late takes vgroups, and even commits; the job goes on from
     * its checkpoint as soon as it has all of them again.
     */
    @Test
    void lateConsumerThatTakesVgroupsAndCommitsLosesAndRepeatsNothing() throws Exception {
        MetersTopic meters = meters("late");
        meters.write(10_000);
        String name = "tmq-late";
        FailOnce rows = new FailOnce(name, Integer.MAX_VALUE);
        CompletableFuture<Integer> late =
                CompletableFuture.supplyAsync(() -> interfere(meters, name));
        List<String> received =
                Jobs.readAll(
                        Jobs.environment(2, 100, null),
                        meters.source().setBounded().build(),
                        slowed(rows));

        assertThat(late.get()).as("vgroups taken away").isPositive();
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    @Test
    void expiredOffsetFailsLoudlyAndGoesOnIfToldSo() throws Exception {
        String database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 2");
        MetersTopic meters =
                new MetersTopic(database, "expired", SERVER::execute, SERVER.gateways());
        String name = "tmq-any-expired";
        meters.write(2_000);
        JobClient job = Jobs.start(Jobs.environment(2, 0, null), meters.source().build(), name);
        Jobs.awaitCollected(name, meters.written().size());
        String savepoint = Jobs.stop(job, savepoints);
        assertThat(Collecting.of(name)).containsExactlyInAnyOrderElementsOf(meters.written());

        meters.write(2_000);
        SERVER.recycleLogs(database, () -> meters.write(200));
        List<String> kept = meters.write(1_000);

        JobClient failing =
                Jobs.start(Jobs.environment(2, 0, savepoint), meters.source().build(), name);
        assertThatThrownBy(() -> failing.getJobExecutionResult().get())
                .hasStackTraceContaining("the oldest its log has is")
                .hasStackTraceContaining("'scan.on-data-loss' to 'earliest'");
        assertThat(Collecting.of(name)).hasSize(2_000);

        job =
                Jobs.start(
                        Jobs.environment(2, 0, savepoint),
                        meters.source().setOnDataLoss(OnDataLoss.EARLIEST).build(),
                        name);
        Jobs.await(() -> "what is kept", () -> Collecting.of(name).containsAll(kept));
        Jobs.stop(job, savepoints);
        List<String> all = Collecting.of(name);
        assertThat(all).doesNotHaveDuplicates().isSubsetOf(meters.written());
        if (SERVER.isLocal()) {
            // it forgets everything, others may keep the end of what was lost
            assertThat(all).hasSize(2_000 + kept.size());
        }
    }

    /** Its vgroups have other numbers, and logs of their own. */
    @Test
    void aDatabaseMadeAnewUnderTheSameNamesFailsLoudlyAndIsReadIfToldSo() throws Exception {
        String database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 2");
        MetersTopic before =
                new MetersTopic(database, "renewed", SERVER::execute, SERVER.gateways());
        String name = "tmq-renewed";
        before.write(1_000);
        JobClient job = Jobs.start(Jobs.environment(2, 0, null), before.source().build(), name);
        Jobs.awaitCollected(name, before.written().size());
        String savepoint = Jobs.stop(job, savepoints);

        SERVER.dropTopic(before.topic());
        SERVER.execute("DROP DATABASE `" + database + "`");
        SERVER.createDatabase(database, "PRECISION 'ms' VGROUPS 3");
        MetersTopic after =
                new MetersTopic(database, "renewed", SERVER::execute, SERVER.gateways());
        after.write(500);

        JobClient failing =
                Jobs.start(Jobs.environment(2, 0, savepoint), after.source().build(), name);
        assertThatThrownBy(() -> failing.getJobExecutionResult().get())
                .hasStackTraceContaining("is gone, which was to be read from offset")
                .hasStackTraceContaining("'scan.on-data-loss' to 'earliest'");
        assertThat(Collecting.of(name)).hasSize(1_000);

        job =
                Jobs.start(
                        Jobs.environment(2, 0, savepoint),
                        after.source().setOnDataLoss(OnDataLoss.EARLIEST).build(),
                        name);
        Jobs.awaitCollected(name, 1_500);
        Jobs.stop(job, savepoints);
        assertThat(Collecting.of(name).subList(1_000, 1_500))
                .containsExactlyInAnyOrderElementsOf(after.written());
    }

    @Test
    void aRestartOfTheServerLosesAndRepeatsNothing() throws Exception {
        SERVER.assumeRestartable();
        MetersTopic meters = meters("bounced");
        meters.write(10_000);
        String name = "tmq-server-restart";
        FailOnce rows = new FailOnce(name, Integer.MAX_VALUE);
        CompletableFuture<Void> restart =
                CompletableFuture.runAsync(
                        () -> {
                            Jobs.await(() -> "rows", () -> FailOnce.run(name).elements() > 2_000);
                            restartServer();
                        });
        List<String> received =
                Jobs.readAll(
                        Jobs.environment(2, 500, null),
                        meters.source().setBounded().build(),
                        slowed(rows));

        restart.get();
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
        assertThat(FailOnce.run(name).elements()).isGreaterThan(received.size());
    }

    private static MetersTopic meters(String name) {
        return new MetersTopic(SERVER.database(), name, SERVER::execute, SERVER.gateways());
    }

    private static MapFunction<String, String> slowed(FailOnce rows) {
        return element -> {
            if (element.endsWith("00")) {
                LockSupport.parkNanos(40_000_000);
            }
            return rows.map(element);
        };
    }

    /** Joins the job's group once rows come through, reads a while, commits; its vgroups. */
    private static int interfere(MetersTopic meters, String name) {
        Jobs.await(() -> "rows", () -> FailOnce.run(name).elements() > 2_000);
        try (TDengineGateway gateway = SERVER.gateways().create();
                TmqConsumer late = join(gateway, meters)) {
            List<TmqConsumer.Assignment> taken = late.assignment(meters.topic()).get();
            while (taken.isEmpty()) {
                late.poll(Duration.ofMillis(500)).get();
                taken = late.assignment(meters.topic()).get();
            }
            for (TmqConsumer.Assignment vgroup : taken) {
                late.commitOffset(meters.topic(), vgroup.vgroupId(), vgroup.end()).get();
            }
            return taken.size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void restartServer() {
        try {
            SERVER.restart();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static TmqConsumer join(TDengineGateway gateway, MetersTopic meters) throws Exception {
        return gateway.subscribe(
                        new TmqSubscription(
                                meters.group(),
                                "other",
                                List.of(meters.topic()),
                                "earliest",
                                false,
                                Map.of()))
                .get();
    }
}
