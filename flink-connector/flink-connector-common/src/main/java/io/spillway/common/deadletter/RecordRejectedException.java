/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/** Fails the job because one record can never be processed and {@code on-error} is {@code fail}. */
@PublicEvolving
public class RecordRejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String letterId;
    private final String code;

    /**
     * @param letter the record and what is wrong with it; its data does not enter the message
     * @param cause the exception behind it, null if a service answered with a code only
     */
    public RecordRejectedException(DeadLetter letter, @Nullable Throwable cause) {
        super(describe(letter), cause);
        this.letterId = letter.id();
        this.code = letter.error().code();
    }

    /** The {@linkplain DeadLetter#id() identity} the letter would have had. */
    public String letterId() {
        return letterId;
    }

    /** The error code of {@link DeadLetter.Failure}. */
    public String code() {
        return code;
    }

    private static String describe(DeadLetter letter) {
        DeadLetter.Failure error = letter.error();
        return "Record of "
                + letter.origin().describe()
                + " refused at stage "
                + letter.stage().label()
                + " after "
                + letter.attempts()
                + (letter.attempts() == 1 ? " attempt: " : " attempts: ")
                + error.code()
                + ": "
                + error.message()
                + ". Set 'on-error' to 'dead-letter' to keep such records aside and go on.";
    }
}
