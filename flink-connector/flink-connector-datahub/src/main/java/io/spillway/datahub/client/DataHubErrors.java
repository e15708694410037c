/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static java.util.Map.entry;

import io.spillway.common.failure.FailureKind;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * What DataHub's error codes mean. The codes are those of its API documentation and of the client
 * libraries Alibaba publishes; none of them documents all of it.
 */
@Experimental
public final class DataHubErrors {

    /** The shard was split, merged or closed; for a reader, the end of a closed shard. */
    public static final String INVALID_SHARD_OPERATION = "InvalidShardOperation";

    /** The shard is not (or no longer) known. */
    public static final String NO_SUCH_SHARD = "NoSuchShard";

    /** The cursor is invalid or has expired: seek again. */
    public static final String INVALID_CURSOR = "InvalidCursor";

    /** The position is older than what is kept, or beyond the end. */
    public static final String SEEK_OUT_OF_RANGE = "SeekOutOfRange";

    /** More was asked of a shard than it gives. */
    public static final String LIMIT_EXCEEDED = "LimitExceeded";

    /** A record does not fit the topic's schema. */
    public static final String MALFORMED_RECORD = "MalformedRecord";

    /** The subscription is switched off: its offsets cannot be opened or committed. */
    public static final String SUBSCRIPTION_OFFLINE = "SubscriptionOffline";

    /** An operator moved the subscription's offset since it was opened. */
    public static final String OFFSET_RESETED = "OffsetReseted";

    /** Another reader opened the subscription's offsets since. */
    public static final String OFFSET_SESSION_CHANGED = "OffsetSessionChanged";

    /** The subscription's offsets were not opened, or were closed since. */
    public static final String OFFSET_SESSION_CLOSED = "OffsetSessionClosed";

    public static final String NO_SUCH_PROJECT = "NoSuchProject";
    public static final String NO_SUCH_TOPIC = "NoSuchTopic";
    public static final String UNAUTHORIZED = "Unauthorized";

    /** Temporary credentials ceased to be valid. */
    public static final String EXPIRED_ACCESS_TOKEN = "ExpiredAccessToken";

    public static final String INVALID_PARAMETER = "InvalidParameter";

    /** Found by us: the answer is not what the protocol says. */
    public static final String MALFORMED_RESPONSE = "MalformedResponse";

    /** Found by us: the request is larger than the service accepts. */
    public static final String REQUEST_TOO_LARGE = "RequestTooLarge";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    private static final Map<String, FailureKind> KINDS =
            Map.ofEntries(
                    // quota of a shard: 5 MB/s, 2,000 requests/s; its HTTP status is undocumented
                    entry(LIMIT_EXCEEDED, FailureKind.THROTTLED),

                    // passing states of the service
                    entry("InternalServerError", FailureKind.RETRYABLE),
                    entry("ShardNotReady", FailureKind.RETRYABLE),
                    entry("ConsumerGroupInProcess", FailureKind.RETRYABLE),

                    // other shards take over: list them, then write there. A reader looks at the
                    // code first, as it then knows that a closed shard has been read to its end
                    entry(INVALID_SHARD_OPERATION, FailureKind.RETRYABLE),
                    entry(NO_SUCH_SHARD, FailureKind.RETRYABLE),
                    entry(MALFORMED_RECORD, FailureKind.RECORD),

                    // a reader seeks again by its own policy before this counts
                    entry(INVALID_CURSOR, FailureKind.FATAL),
                    entry(SEEK_OUT_OF_RANGE, FailureKind.FATAL),

                    // wrong requests; also what the service says of a body over its limit
                    entry(INVALID_PARAMETER, FailureKind.FATAL),
                    entry("InvalidShardId", FailureKind.FATAL),
                    entry("InvalidSubscription", FailureKind.FATAL),
                    entry("InvalidSchema", FailureKind.FATAL),
                    entry("InvalidUriSpec", FailureKind.FATAL),
                    entry("InvalidOperation", FailureKind.FATAL),
                    entry("ResourceLimit", FailureKind.FATAL),

                    // missing and existing resources
                    entry(NO_SUCH_PROJECT, FailureKind.FATAL),
                    entry(NO_SUCH_TOPIC, FailureKind.FATAL),
                    entry("NoSuchSubscription", FailureKind.FATAL),
                    entry("NoSuchConsumer", FailureKind.FATAL),
                    entry("ProjectAlreadyExist", FailureKind.FATAL),
                    entry("TopicAlreadyExist", FailureKind.FATAL),
                    entry("ResourceAlreadyExist", FailureKind.FATAL),
                    entry("TopicOffline", FailureKind.FATAL),
                    entry(SUBSCRIPTION_OFFLINE, FailureKind.FATAL),

                    // who asks, and what they may
                    entry(UNAUTHORIZED, FailureKind.FATAL),
                    entry(EXPIRED_ACCESS_TOKEN, FailureKind.FATAL),
                    entry("NoPermission", FailureKind.FATAL),
                    entry("OperationDenied", FailureKind.FATAL),

                    // someone else took the subscription over, or moved it
                    entry(OFFSET_RESETED, FailureKind.FATAL),
                    entry(OFFSET_SESSION_CHANGED, FailureKind.FATAL),
                    entry(OFFSET_SESSION_CLOSED, FailureKind.FATAL));

    private DataHubErrors() {}

    /**
     * What a failure means.
     *
     * @param code the service's code, null if the answer had none (an HTML page of a gateway)
     * @param httpStatus status of the answer; decides where the code is unknown: 5xx will pass, 4xx
     *     will not
     */
    public static FailureKind kindOf(@Nullable String code, int httpStatus) {
        FailureKind known = code == null ? null : KINDS.get(code);
        if (known != null) {
            return known;
        }
        if (httpStatus == TOO_MANY_REQUESTS) {
            return FailureKind.THROTTLED;
        }
        return httpStatus >= SERVER_ERROR || httpStatus == REQUEST_TIMEOUT
                ? FailureKind.RETRYABLE
                : FailureKind.FATAL;
    }

    /**
     * What the refusal of a single record of a put means. The other records were written, so what
     * is unknown is held to be the record's own fault.
     */
    public static FailureKind kindOfRecord(String code) {
        return KINDS.getOrDefault(code, FailureKind.RECORD);
    }
}
