/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.failure;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * An error answered by (or on the way to) an external service, already classified.
 *
 * <p>The message always names the service, what was asked, the service's error code and, where one
 * was sent, the request id. It never contains credentials or record data.
 */
@PublicEvolving
public class ServiceException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String code;
    private final int httpStatus;
    @Nullable private final String requestId;

    /**
     * @param kind what the failure means
     * @param code the service's own error code, or a transport code such as {@code Timeout}
     * @param httpStatus the HTTP status, 0 if no response was received
     * @param requestId the service's request id, null if none was received
     * @param message what was asked and what was answered
     * @param cause the underlying failure, null if the service itself refused
     */
    public ServiceException(
            FailureKind kind,
            String code,
            int httpStatus,
            @Nullable String requestId,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.httpStatus = httpStatus;
        this.requestId = requestId;
    }

    public FailureKind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /** The HTTP status of the answer, 0 if there was none. */
    public int httpStatus() {
        return httpStatus;
    }

    @Nullable
    public String requestId() {
        return requestId;
    }
}
