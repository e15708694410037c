/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/** The error codes of the service, with the HTTP status each one travels under. */
public enum ErrorCode {
    INVALID_PARAMETER("InvalidParameter", 400),
    INVALID_CURSOR("InvalidCursor", 400),
    INVALID_SHARD_ID("InvalidShardId", 400),
    INVALID_SHARD_OPERATION("InvalidShardOperation", 400),
    INVALID_SCHEMA("InvalidSchema", 400),
    INVALID_URI_SPEC("InvalidUriSpec", 400),
    INVALID_OPERATION("InvalidOperation", 400),
    SEEK_OUT_OF_RANGE("SeekOutOfRange", 400),
    MALFORMED_RECORD("MalformedRecord", 400),
    NO_SUCH_PROJECT("NoSuchProject", 404),
    NO_SUCH_TOPIC("NoSuchTopic", 404),
    NO_SUCH_SUBSCRIPTION("NoSuchSubscription", 404),
    NO_SUCH_SHARD("NoSuchShard", 400),
    NO_SUCH_CONSUMER("NoSuchConsumer", 400),
    SHARD_NOT_READY("ShardNotReady", 400),
    PROJECT_ALREADY_EXIST("ProjectAlreadyExist", 400),
    TOPIC_ALREADY_EXIST("TopicAlreadyExist", 400),
    UNAUTHORIZED("Unauthorized", 403),
    NO_PERMISSION("NoPermission", 403),
    EXPIRED_ACCESS_TOKEN("ExpiredAccessToken", 400),
    TOPIC_OFFLINE("TopicOffline", 400),
    OPERATION_DENIED("OperationDenied", 403),
    LIMIT_EXCEEDED("LimitExceeded", 400),
    RESOURCE_LIMIT("ResourceLimit", 400),
    SUBSCRIPTION_OFFLINE("SubscriptionOffline", 400),
    CONSUMER_GROUP_IN_PROCESS("ConsumerGroupInProcess", 400),
    OFFSET_RESETED("OffsetReseted", 400),
    OFFSET_SESSION_CHANGED("OffsetSessionChanged", 400),
    OFFSET_SESSION_CLOSED("OffsetSessionClosed", 400),
    INTERNAL_SERVER_ERROR("InternalServerError", 500);

    private final String code;
    private final int status;

    ErrorCode(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /** The code as it stands in an answer. */
    public String code() {
        return code;
    }

    /** The HTTP status of a whole request refused with this code. */
    public int status() {
        return status;
    }

    /** Finds a code by the name it has on the wire. */
    public static ErrorCode of(String code) {
        for (ErrorCode candidate : values()) {
            if (candidate.code.equals(code)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown DataHub error code '" + code + "'");
    }
}
