/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.failure.RetryPolicy;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What a {@link BufferedAsyncWriter} is told by its connector's user.
 *
 * @param target what is written, as it stands in error messages, such as {@code DataHub topic a.b}
 * @param limits sizes of batches and buffer
 * @param retryPolicy for entries that come back to be retried; its elapsed time also bounds
 *     throttling
 */
@PublicEvolving
public record WriterSettings(String target, WriteLimits limits, RetryPolicy retryPolicy) {}
