/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicPath;
import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What a source was built with; shipped to the coordinator and to every task.
 *
 * @param topic what to read
 * @param gateways makes the connection of each coordinator and task
 * @param range which records
 * @param onDataLoss what to do about positions that have expired
 * @param errors what to do about records that cannot be decoded
 * @param tuning how to read
 * @param subscription where to commit offsets, null for nowhere
 */
@Internal
public record DataHubSourceConfig(
        TopicPath topic,
        DataHubGatewayFactory gateways,
        ReadRange range,
        OnDataLoss onDataLoss,
        ErrorPolicy errors,
        Tuning tuning,
        @Nullable SubscriptionConfig subscription)
        implements Serializable {

    /**
     * How to read.
     *
     * @param shardDiscoveryInterval longest time between two listings of the shards
     * @param emptyReadBackoff pause of a shard after a read that found nothing
     * @param fetchSize most records of one read, 1 to 1000
     * @param retries how often a failed call is made again
     * @param logUndecodable whether each record that cannot be decoded is logged, without its data
     */
    public record Tuning(
            Duration shardDiscoveryInterval,
            Duration emptyReadBackoff,
            int fetchSize,
            RetryPolicy retries,
            boolean logUndecodable)
            implements Serializable {}

    public boolean bounded() {
        return range.stop() != null;
    }
}
