/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

/** An error that is answered with an HTTP status of its own. */
final class RestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    RestException(int status, int code, String message) {
        this(status, code, message, null);
    }

    RestException(int status, int code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
