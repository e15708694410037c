/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Writing to a service in batches, asynchronously: {@link
 * io.spillway.common.write.BufferedAsyncWriter} collects entries per lane; a connector tells it
 * what an entry is ({@link io.spillway.common.write.EntryAdapter}), which lane it takes ({@link
 * io.spillway.common.write.LaneRouter}) and how a batch is sent ({@link
 * io.spillway.common.write.BatchSender}).
 */
package io.spillway.common.write;
