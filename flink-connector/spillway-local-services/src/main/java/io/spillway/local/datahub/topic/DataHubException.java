/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/** A request, or one record of it, that the service refuses. */
public final class DataHubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;

    public DataHubException(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    /** For the few answers whose status says more than their code. */
    public DataHubException(ErrorCode code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    public ErrorCode code() {
        return code;
    }

    public int status() {
        return status;
    }

    public static DataHubException invalidParameter(String message) {
        return new DataHubException(ErrorCode.INVALID_PARAMETER, message);
    }

    public static DataHubException malformedRecord(String message) {
        return new DataHubException(ErrorCode.MALFORMED_RECORD, message);
    }
}
