/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Changes that Debezium wrote to Kafka, as typed {@link io.spillway.debezium.Change changes}: the
 * records as they come from Kafka and the changes as they travel through a job. {@code decode}
 * makes one of the other, {@code convert} rows of the changes, and {@code stream} does both in a
 * job.
 */
package io.spillway.debezium;
