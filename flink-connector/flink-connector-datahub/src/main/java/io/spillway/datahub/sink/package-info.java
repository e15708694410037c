/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The sink: {@link io.spillway.datahub.sink.DataHubSink} and its builder, and the {@link
 * io.spillway.datahub.sink.DataHubSerializationSchema} its users implement. Inside, entries are
 * made by {@code TopicWriting}, routed by {@code ShardRouter} over a {@code ShardTable}, sent by
 * {@code PutSender}; {@code PutOutcomes} is the table of what the service's codes mean.
 */
package io.spillway.datahub.sink;
