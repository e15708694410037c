/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineErrors;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the consumer group, after each completed checkpoint, how far it holds the vgroups. Only for
 * others to see: the job itself goes on from its checkpoints, so a commit that fails is counted,
 * logged and forgotten. Task thread only, but for the answers.
 */
final class GroupCommits {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommits.class);

    private final String topic;
    private final TmqSourceMetrics metrics;
    private final NavigableMap<Long, Map<Integer, Long>> byCheckpoint = new TreeMap<>();
    private final Map<Integer, Long> told = new HashMap<>();

    GroupCommits(String topic, TmqSourceMetrics metrics) {
        this.topic = topic;
        this.metrics = metrics;
    }

    void onSnapshot(long checkpointId, Map<Integer, Long> offsets) {
        byCheckpoint.put(checkpointId, offsets);
    }

    void onComplete(long checkpointId, @Nullable TmqConsumer consumer) {
        Map<Integer, Long> offsets = byCheckpoint.get(checkpointId);
        byCheckpoint.headMap(checkpointId, true).clear();
        if (offsets == null || consumer == null) {
            return;
        }
        offsets.forEach(
                (vgroupId, offset) -> {
                    if (!offset.equals(told.put(vgroupId, offset))) {
                        commit(consumer, vgroupId, offset);
                    }
                });
    }

    private void commit(TmqConsumer consumer, int vgroupId, long offset) {
        consumer.commitOffset(topic, vgroupId, offset)
                .whenComplete(
                        (committed, failure) -> {
                            if (failure == null) {
                                metrics.committed();
                            } else if (!isOwnClose(failure)) {
                                metrics.commitFailed();
                                LOG.warn(
                                        "Committing offset {} of vgroup {} of topic '{}' failed,"
                                                + " which does not matter to the job: {}",
                                        offset,
                                        vgroupId,
                                        topic,
                                        failure.getMessage());
                            }
                        });
    }

    /** A reader that ends does not wait for its last commit. */
    private static boolean isOwnClose(Throwable failure) {
        return failure instanceof ServiceException service
                && service.code().equals(TDengineErrors.GATEWAY_CLOSED);
    }
}
