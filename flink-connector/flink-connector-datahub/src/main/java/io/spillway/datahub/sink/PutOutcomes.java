/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.EntryOutcome;
import io.spillway.datahub.client.DataHubErrors;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** What the service's error codes mean for records that were put. */
@Internal
final class PutOutcomes {

    private static final int PAYLOAD_TOO_LARGE = 413;

    private static final Map<String, EntryOutcome> BY_CODE =
            Map.ofEntries(
                    // this record will never fit
                    Map.entry(DataHubErrors.MALFORMED_RECORD, EntryOutcome.REJECTED),
                    Map.entry(DataHubErrors.REQUEST_TOO_LARGE, EntryOutcome.REJECTED),
                    // sealed by a split or merge, or expired since
                    Map.entry(DataHubErrors.NO_SUCH_SHARD, EntryOutcome.REROUTE),
                    Map.entry(DataHubErrors.INVALID_SHARD_OPERATION, EntryOutcome.REROUTE),
                    // 5 MB/s or 2,000 requests/s of a shard
                    Map.entry(DataHubErrors.LIMIT_EXCEEDED, EntryOutcome.THROTTLED),
                    // passes
                    Map.entry("InternalServerError", EntryOutcome.RETRY),
                    Map.entry("ShardNotReady", EntryOutcome.RETRY),
                    // needs a person
                    Map.entry("InvalidShardId", EntryOutcome.FATAL),
                    Map.entry("InvalidUriSpec", EntryOutcome.FATAL),
                    Map.entry("InvalidOperation", EntryOutcome.FATAL),
                    Map.entry("InvalidSchema", EntryOutcome.FATAL),
                    Map.entry("ResourceLimit", EntryOutcome.FATAL),
                    Map.entry(DataHubErrors.NO_SUCH_PROJECT, EntryOutcome.FATAL),
                    Map.entry(DataHubErrors.NO_SUCH_TOPIC, EntryOutcome.FATAL),
                    Map.entry("TopicOffline", EntryOutcome.FATAL),
                    Map.entry(DataHubErrors.UNAUTHORIZED, EntryOutcome.FATAL),
                    Map.entry("ExpiredAccessToken", EntryOutcome.FATAL),
                    Map.entry("NoPermission", EntryOutcome.FATAL),
                    Map.entry("OperationDenied", EntryOutcome.FATAL));

    private PutOutcomes() {}

    /** Of one record that was refused while others of its request were taken. */
    static EntryOutcome ofRecord(String code) {
        // the request itself was fine, so a bad parameter is one of the record's
        return DataHubErrors.INVALID_PARAMETER.equals(code)
                ? EntryOutcome.REJECTED
                : BY_CODE.getOrDefault(code, EntryOutcome.RETRY);
    }

    /** Of all records of a request that failed as a whole. */
    static EntryOutcome ofRequest(Throwable failure) {
        if (failure instanceof ServiceException service) {
            EntryOutcome known = BY_CODE.get(service.code());
            return known != null ? known : ofKind(service.kind());
        }
        // connection refused, cut or timed out: the records may or may not stand there
        return failure instanceof IOException ? EntryOutcome.RETRY : EntryOutcome.FATAL;
    }

    /** Whether sending less at once tells which record is at fault. */
    static boolean blamesSomeRecord(Throwable failure) {
        return failure instanceof ServiceException service
                && (ofRequest(service) == EntryOutcome.REJECTED
                        || service.httpStatus() == PAYLOAD_TOO_LARGE);
    }

    private static EntryOutcome ofKind(FailureKind kind) {
        return switch (kind) {
            case RETRYABLE -> EntryOutcome.RETRY;
            case THROTTLED -> EntryOutcome.THROTTLED;
            case RECORD -> EntryOutcome.REJECTED;
            case FATAL -> EntryOutcome.FATAL;
        };
    }
}
