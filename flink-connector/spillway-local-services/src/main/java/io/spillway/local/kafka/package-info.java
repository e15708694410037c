/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Kafka on this machine, in this JVM: {@link io.spillway.local.kafka.LocalKafka} is one broker that
 * is its own controller.
 */
package io.spillway.local.kafka;
