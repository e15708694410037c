/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.config;

import java.io.Serializable;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * How readers join their consumer group.
 *
 * @param id at most 192 characters, no colon
 * @param clientIdPrefix what the ids of the readers begin with
 * @param commits whether to commit offsets after completed checkpoints
 * @param withMeta whether changes of schema and deletes are delivered, where the topic has them
 * @param properties settings of the server's consumer
 */
@Internal
public record ConsumerGroup(
        String id,
        String clientIdPrefix,
        boolean commits,
        boolean withMeta,
        Map<String, String> properties)
        implements Serializable {

    public ConsumerGroup {
        properties = Map.copyOf(properties);
    }
}
