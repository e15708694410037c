/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.event;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * To a reader: join the consumer group and tell what the server gave you; read nothing yet.
 *
 * @param round which try this is, counted from 1
 * @param clientId how the server shall know the reader
 */
@Internal
public record SubscribeEvent(int round, String clientId) implements SourceEvent {}
