/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.deserialization;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/** This record can never be decoded: failed, dead-lettered or ignored, as the user chose. */
@Experimental
public class UndecodableRecordException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code a short name of the problem, for example {@code InvalidNumber}
     * @param message one line, without data of the record
     * @param cause what failed, null if nothing was thrown
     */
    public UndecodableRecordException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
