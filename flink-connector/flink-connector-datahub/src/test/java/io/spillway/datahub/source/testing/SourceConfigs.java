/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.testing;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.testing.FakeTopic;
import java.time.Duration;
import javax.annotation.Nullable;

/** Source configurations for tests: short pauses, three attempts. */
public final class SourceConfigs {

    public static final RetryPolicy THREE_ATTEMPTS =
            new RetryPolicy(
                    3, Duration.ofMillis(1), 1.0, Duration.ofMillis(1), 0, Duration.ofMinutes(1));

    private SourceConfigs() {}

    public static DataHubSourceConfig of(
            FakeTopic service,
            StartingPosition start,
            @Nullable StoppingPosition stop,
            OnDataLoss onDataLoss) {
        return of(service, start, stop, onDataLoss, 1000, ErrorPolicy.FAIL);
    }

    public static DataHubSourceConfig of(
            FakeTopic service,
            StartingPosition start,
            @Nullable StoppingPosition stop,
            OnDataLoss onDataLoss,
            int fetchSize,
            ErrorPolicy errors) {
        return of(service, new ReadRange(start, stop), onDataLoss, fetchSize, errors, null);
    }

    public static DataHubSourceConfig of(
            FakeTopic service, ReadRange range, @Nullable SubscriptionConfig subscription) {
        return of(service, range, OnDataLoss.FAIL, 1000, ErrorPolicy.FAIL, subscription);
    }

    private static DataHubSourceConfig of(
            FakeTopic service,
            ReadRange range,
            OnDataLoss onDataLoss,
            int fetchSize,
            ErrorPolicy errors,
            @Nullable SubscriptionConfig subscription) {
        return new DataHubSourceConfig(
                service.topic(),
                service.factory(),
                range,
                onDataLoss,
                errors,
                new DataHubSourceConfig.Tuning(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(5),
                        fetchSize,
                        THREE_ATTEMPTS,
                        false),
                subscription);
    }
}
