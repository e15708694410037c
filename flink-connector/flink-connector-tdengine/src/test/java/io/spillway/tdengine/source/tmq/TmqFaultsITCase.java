/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.source.tmq.testing.MetersTopic;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.job.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The source in jobs, against a server that drops connections, hangs and forgets. */
@Timeout(180)
class TmqFaultsITCase {

    private LocalTDengine server;
    private MetersTopic meters;

    @BeforeEach
    void start() {
        server =
                LocalTDengine.builder()
                        .rebalanceDelay(Duration.ofMillis(50))
                        .consumerCheckPeriod(Duration.ofMillis(100))
                        .pings(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .start();
        server.execute("CREATE DATABASE power VGROUPS 4 WAL_RETENTION_PERIOD 3600");
        meters = new MetersTopic("power", "meters", server::execute, gateways());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Defect D7: the driver joined anew by itself and went on where the group had committed. */
    @Test
    void d7ConnectionsKilledInMidMessageLoseAndRepeatNothing() throws Exception {
        meters.write(10_000);
        server.faults().on("fetch_raw_data").skip(20).closeWithinAnswer(1);
        server.faults().on("fetch_raw_data").skip(60).closeBefore(1);

        List<String> received =
                Jobs.readAll(
                        Jobs.environment(2, 20, null),
                        meters.source().setBounded().setCommitOffsets(false).build(),
                        element -> element);

        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
        assertThat(server.faults().active()).isEmpty();
    }

    @Test
    void vgroupsOfAFrozenConsumerAreWaitedFor() throws Exception {
        meters.write(2_000);
        try (TDengineGateway gateway = gateways().create();
                TmqConsumer zombie = join(gateway)) {
            assertThat(server.faults().freezeConsumers(meters.group())).isEqualTo(1);
            long start = System.nanoTime();

            List<String> received =
                    Jobs.readAll(
                            Jobs.environment(2, 0, null),
                            meters.source().setBounded().build(),
                            element -> element);

            assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
            assertThat(System.nanoTime() - start)
                    .as("waited for the server to drop %s", zombie)
                    .isGreaterThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void aVgroupThatComesWhileTheJobRunsIsReadFromItsBeginning() throws Exception {
        meters.write(3_000);
        AtomicInteger added = new AtomicInteger();
        List<String> received =
                Jobs.readSome(
                        Jobs.environment(2, 50, null),
                        meters.source().build(),
                        soFar -> {
                            if (soFar.size() == 1_000) {
                                added.set(server.addVgroup("power"));
                                assertThat(meters.writeNewTables(40))
                                        .anyMatch(
                                                table ->
                                                        server.vgroupId("power", table)
                                                                == added.get());
                                meters.write(2_000);
                            }
                            return meters.written().size();
                        });

        assertThat(added).hasPositiveValue();
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    @Test
    void memberOfAnotherJobIsNamedAsTheLikelyReason() throws Exception {
        meters.write(100);
        try (TDengineGateway gateway = gateways().create();
                TmqConsumer other = join(gateway)) {
            assertThat(other).isNotNull();
            assertThatThrownBy(
                            () ->
                                    Jobs.readAll(
                                            Jobs.environment(2, 0, null),
                                            meters.source()
                                                    .setBounded()
                                                    .setAssignmentTimeout(Duration.ofSeconds(4))
                                                    .build(),
                                            element -> element))
                    .hasStackTraceContaining("within 4 s ('scan.assignment.timeout')")
                    .hasStackTraceContaining("another job with the same group id");
        }
    }

    private TmqConsumer join(TDengineGateway gateway) throws Exception {
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

    private TDengineGatewayFactory gateways() {
        return TestServer.gateways(server.endpoint());
    }
}
