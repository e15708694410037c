/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Why a record can never be written.
 *
 * @param lane the lane it was sent through, null if it was refused before
 * @param code the service's error code, or the writer's own such as {@code RecordTooLarge}
 * @param message one line
 * @param cause the exception behind it, null if the service answered with a code only
 * @param attempts attempts made, at least 1
 * @param firstFailureMillis epoch milliseconds of the first failure
 * @param lastFailureMillis epoch milliseconds of the last failure
 */
@PublicEvolving
public record WriteFailure(
        @Nullable String lane,
        String code,
        String message,
        @Nullable Throwable cause,
        int attempts,
        long firstFailureMillis,
        long lastFailureMillis) {}
