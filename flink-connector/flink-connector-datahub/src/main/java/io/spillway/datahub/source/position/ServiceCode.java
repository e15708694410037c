/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.position;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import java.util.concurrent.CompletionException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** The error codes of DataHub that mean something to a reader of shards. */
@Internal
public enum ServiceCode {
    /** On a read: past the end of a closed shard. */
    INVALID_SHARD_OPERATION(DataHubErrors.INVALID_SHARD_OPERATION),
    /** The position has expired, or lies beyond the end. */
    SEEK_OUT_OF_RANGE(DataHubErrors.SEEK_OUT_OF_RANGE),
    /** The cursor has expired or is of an older format. */
    INVALID_CURSOR(DataHubErrors.INVALID_CURSOR),
    /** The shard is no longer kept. */
    NO_SUCH_SHARD(DataHubErrors.NO_SUCH_SHARD);

    private final String code;

    ServiceCode(String code) {
        this.code = code;
    }

    /** Whether the failure is the service's answer of this code. */
    public boolean is(@Nullable Throwable failure) {
        return unwrap(failure) instanceof ServiceException service && code.equals(service.code());
    }

    /** The failure itself, out of the wrapping that composed futures add. */
    @Nullable
    public static Throwable unwrap(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
