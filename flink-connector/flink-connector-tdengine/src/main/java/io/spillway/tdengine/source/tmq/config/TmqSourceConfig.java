/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.config;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.source.config.OnDataLoss;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * What a source was built with; shipped to the coordinator and to every task.
 *
 * @param gateways makes the connections of the coordinator and of each task
 * @param topic as the server spells it
 * @param group how to join the consumer group
 * @param start where a job without state begins
 * @param bounded whether to end at what there is at the start
 * @param onDataLoss what to do about rows that are no longer kept
 * @param errors what to do about rows that cannot be decoded
 * @param tuning how to read
 */
@Internal
public record TmqSourceConfig(
        TDengineGatewayFactory gateways,
        String topic,
        ConsumerGroup group,
        StartingOffsets start,
        boolean bounded,
        OnDataLoss onDataLoss,
        ErrorPolicy errors,
        Tuning tuning)
        implements Serializable {

    /** The same source, begun elsewhere. */
    public TmqSourceConfig startingAt(StartingOffsets newStart) {
        return new TmqSourceConfig(
                gateways, topic, group, newStart, bounded, onDataLoss, errors, tuning);
    }

    /**
     * How to read.
     *
     * @param assignmentTimeout how long the readers may wait for the server to give them all
     *     vgroups
     * @param pollTimeout how long the server may wait for rows before it answers
     * @param positionInterval longest time between two looks at the positions of idle vgroups
     * @param rowsPerTurn most rows emitted between two chances for a checkpoint
     * @param aheadBytes how much of messages may wait to be emitted when another is polled
     * @param heldBytes most bytes kept of vgroups that watermark alignment holds back
     */
    @Internal
    public record Tuning(
            Duration assignmentTimeout,
            Duration pollTimeout,
            Duration positionInterval,
            int rowsPerTurn,
            long aheadBytes,
            long heldBytes)
            implements Serializable {}
}
