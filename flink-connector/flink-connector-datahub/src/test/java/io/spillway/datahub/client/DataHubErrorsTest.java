/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataHubErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "LimitExceeded, 400, THROTTLED",
        "LimitExceeded, 503, THROTTLED",
        "InternalServerError, 500, RETRYABLE",
        "ShardNotReady, 400, RETRYABLE",
        "InvalidShardOperation, 400, RETRYABLE",
        "NoSuchShard, 400, RETRYABLE",
        "MalformedRecord, 400, RECORD",
        "InvalidParameter, 400, FATAL",
        "InvalidCursor, 400, FATAL",
        "SeekOutOfRange, 400, FATAL",
        "NoSuchTopic, 404, FATAL",
        "Unauthorized, 403, FATAL",
        "Unauthorized, 500, FATAL",
        "OffsetSessionChanged, 400, FATAL",
        "SomethingNew, 400, FATAL",
        "SomethingNew, 500, RETRYABLE",
        "SomethingNew, 408, RETRYABLE",
        "TooManyRequests, 429, THROTTLED",
        ", 503, RETRYABLE",
        ", 404, FATAL",
        ", 302, FATAL",
    })
    void codesMeanOneThingEach(String code, int status, FailureKind kind) {
        assertThat(DataHubErrors.kindOf(code, status)).isEqualTo(kind);
    }

    @Test
    void anUnknownRefusalOfOneRecordIsTheRecordsOwnFault() {
        assertThat(DataHubErrors.kindOfRecord("TooPretty")).isEqualTo(FailureKind.RECORD);
        assertThat(DataHubErrors.kindOfRecord("LimitExceeded")).isEqualTo(FailureKind.THROTTLED);
    }
}
