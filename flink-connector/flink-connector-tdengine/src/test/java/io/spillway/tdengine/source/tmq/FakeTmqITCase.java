/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import io.spillway.testing.job.Collecting;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source in jobs, on a topic in memory that does what the local server does not. */
@Timeout(120)
class FakeTmqITCase {

    private final FakeTmq server = new FakeTmq();
    private final List<String> written = new ArrayList<>();
    private final Map<Integer, Integer> counts = new HashMap<>();

    @TempDir private Path savepoints;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void newVgroupIsReadFromItsBeginning() throws Exception {
        int first = server.addVgroup();
        write(first, 500);
        String name = "new-vgroup";
        JobClient job = Jobs.start(Jobs.environment(2, 10, null), source(), name);
        Jobs.awaitCollected(name, 200);

        int second = server.addVgroup();
        write(second, 500);
        write(first, 100);
        Jobs.await(
                () -> Collecting.of(name).size() + " rows came",
                () -> Collecting.of(name).containsAll(written));
        int third = server.addVgroup();
        write(third, 300);
        Jobs.await(
                () -> Collecting.of(name).size() + " rows came",
                () -> Collecting.of(name).containsAll(written));
        job.cancel().get();
    }

    @Test
    void failoverOfOneIndependentReaderLosesAndRepeatsNothing() throws Exception {
        List<Integer> vgroups = List.of(server.addVgroup(), server.addVgroup(), server.addVgroup());
        vgroups.forEach(vgroup -> write(vgroup, 2_000));
        List<String> received =
                Jobs.readAll(
                        Jobs.environment(3, 5, null),
                        TDengineTmqSource.<String>builder()
                                .setGatewayFactory(server.factory())
                                .setTopic(FakeTmq.TOPIC)
                                .setGroupId("independent")
                                .setDeserializer(new TextSchema())
                                .setPollTimeout(Duration.ofMillis(20))
                                .setRowsPerTurn(50)
                                .setBounded()
                                .build(),
                        new FailOnce("independent", 1_500, true));
        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        assertThat(FailOnce.run("independent").failures()).isEqualTo(1);
    }

    @Test
    void rowsOfAVgroupKeepTheirOrderThroughSavepoints() throws Exception {
        List<Integer> vgroups = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            vgroups.add(server.addVgroup());
        }
        String name = "order";
        String savepoint = null;
        int[] parallelisms = {1, 3, 2};
        for (int run = 0; run < parallelisms.length; run++) {
            int part = run;
            vgroups.forEach(vgroup -> write(vgroup, 300 + part));
            server.messageRows(run % 2 == 0 ? 90 : 25);
            JobClient job =
                    Jobs.start(Jobs.environment(parallelisms[run], 0, savepoint), source(), name);
            Jobs.awaitCollected(name, run == 2 ? written.size() : written.size() - 500);
            savepoint = Jobs.stop(job, savepoints);
        }
        List<String> received = Collecting.of(name);
        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        for (int vgroup : vgroups) {
            assertThat(received.stream().filter(text -> text.startsWith(vgroup + "-")))
                    .containsExactlyElementsOf(
                            written.stream()
                                    .filter(text -> text.startsWith(vgroup + "-"))
                                    .toList());
        }
    }

    private TDengineTmqSource<String> source() {
        return TDengineTmqSource.<String>builder()
                .setGatewayFactory(server.factory())
                .setTopic(FakeTmq.TOPIC)
                .setGroupId("jobs")
                .setDeserializer(new TextSchema())
                .setPollTimeout(Duration.ofMillis(20))
                .setRowsPerTurn(20)
                .build();
    }

    /** Writes entries of one to seven rows, and some without. */
    private void write(int vgroup, int rows) {
        int next = counts.getOrDefault(vgroup, 0);
        int end = next + rows;
        while (next < end) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i <= next % 7 && next + i < end; i++) {
                texts.add(vgroup + "-" + (next + i));
            }
            server.append(vgroup, texts);
            if (next % 3 == 0) {
                server.appendNoise(vgroup);
            }
            next += texts.size();
            written.addAll(texts);
        }
        counts.put(vgroup, end);
    }
}
