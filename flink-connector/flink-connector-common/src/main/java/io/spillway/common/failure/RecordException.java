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
 * A single record that can never be converted, whatever is tried: it is handled as {@code on-error}
 * says. The message names the column or option at fault and never contains the record's data.
 */
@PublicEvolving
public class RecordException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code a short name of the fault, such as {@code ValueOutOfRange}
     * @param message one line
     */
    public RecordException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code a short name of the fault, such as {@code ValueOutOfRange}
     * @param message one line
     * @param cause the underlying failure, null if there is none
     */
    public RecordException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A short name of the fault. */
    public String code() {
        return code;
    }
}
