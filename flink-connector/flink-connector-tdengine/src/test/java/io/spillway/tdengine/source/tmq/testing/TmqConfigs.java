/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.tmq.config.ConsumerGroup;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import java.time.Duration;
import java.util.Map;

/** Source configurations for tests: short waits, small turns. */
public final class TmqConfigs {

    public static final String GROUP = "billing";
    public static final int ROWS_PER_TURN = 30;
    public static final long AHEAD_BYTES = 1_600;
    public static final long HELD_BYTES = 10_000;

    private TmqConfigs() {}

    public static TmqSourceConfig unbounded(FakeTmq server) {
        return of(server, StartingOffsets.earliest(), false, OnDataLoss.FAIL, ErrorPolicy.FAIL);
    }

    public static TmqSourceConfig bounded(FakeTmq server) {
        return of(server, StartingOffsets.earliest(), true, OnDataLoss.FAIL, ErrorPolicy.FAIL);
    }

    public static TmqSourceConfig of(
            FakeTmq server,
            StartingOffsets start,
            boolean bounded,
            OnDataLoss onDataLoss,
            ErrorPolicy errors) {
        return new TmqSourceConfig(
                server.factory(),
                FakeTmq.TOPIC,
                new ConsumerGroup(GROUP, "test", true, true, Map.of()),
                start,
                bounded,
                onDataLoss,
                errors,
                new TmqSourceConfig.Tuning(
                        Duration.ofSeconds(150),
                        Duration.ofMillis(10),
                        Duration.ofMillis(1),
                        ROWS_PER_TURN,
                        AHEAD_BYTES,
                        HELD_BYTES));
    }
}
