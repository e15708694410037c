/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A change cannot become a row of the declared columns.
 *
 * <p>The message is one line, names the column, the type expected and the kind of value found, and
 * never quotes the value.
 */
@PublicEvolving
public class ConversionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kinds of failures. */
    public enum Code {
        /** The value is of another kind than the column. */
        TYPE_MISMATCH("TypeMismatch"),
        /** The value is of the right kind, but does not fit. */
        OUT_OF_RANGE("OutOfRange"),
        /** The database did not send the value. */
        UNAVAILABLE_COLUMN("UnavailableColumn"),
        /** The column is NOT NULL, the change has null or no such column. */
        NULL_NOT_ALLOWED("NullNotAllowed"),
        /** A delete, and none of the columns tells which row. */
        MISSING_KEY("MissingKey"),
        /** A truncate: no row stands for it. */
        UNSUPPORTED_OP("UnsupportedOp");

        private final String label;

        Code(String label) {
            this.label = label;
        }

        /** The name under which dead letters carry the code. */
        public String label() {
            return label;
        }
    }

    private final Code code;
    @Nullable private final String column;

    public ConversionException(Code code, @Nullable String column, String message) {
        super(message);
        this.code = code;
        this.column = column;
    }

    /** What kind of failure it is. */
    public Code code() {
        return code;
    }

    /** The column's name, null if no single column is to blame. */
    @Nullable
    public String column() {
        return column;
    }
}
