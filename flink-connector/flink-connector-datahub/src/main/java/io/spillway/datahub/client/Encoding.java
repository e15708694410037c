/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import org.apache.flink.annotation.PublicEvolving;

/** How records stand in requests and answers. The service translates between them. */
@PublicEvolving
public enum Encoding {
    /** Protobuf: the fastest, carries everything a record has. */
    PB,
    /** JSON text: the slowest; for services and proxies that know nothing else. */
    JSON,
    /**
     * Binary batches: the smallest, and one position for a whole batch. A batch carries no hash and
     * no partition key of its records.
     */
    BATCH
}
