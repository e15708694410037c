/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A record is not a Debezium change this release can decode.
 *
 * <p>The message is one line and quotes no data of the record, only names of columns; for the same
 * reason the exception of the JSON reader, which quotes, is not its cause.
 */
@PublicEvolving
public class DebeziumDecodeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kinds of failures. */
    public enum Code {
        /** Key or value is not well-formed JSON in UTF-8. */
        INVALID_JSON("InvalidJson"),
        /** JSON, but no Debezium envelope: flattened, CloudEvents, or something else. */
        UNEXPECTED_SHAPE("UnexpectedShape"),
        /** The envelope's operation is none of c, r, u, d, t, m. */
        UNKNOWN_OP("UnknownOp"),
        /** A create, update or read without the row. */
        MISSING_AFTER("MissingAfter"),
        /** A delete that names no row: neither a key nor {@code before}. */
        MISSING_KEY("MissingKey"),
        /** A value does not fit the schema the record brings along. */
        SCHEMA_MISMATCH("SchemaMismatch");

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

    public DebeziumDecodeException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** What kind of failure it is. */
    public Code code() {
        return code;
    }

    static DebeziumDecodeException shape(String message) {
        return new DebeziumDecodeException(Code.UNEXPECTED_SHAPE, message);
    }

    static DebeziumDecodeException mismatch(String message) {
        return new DebeziumDecodeException(Code.SCHEMA_MISMATCH, message);
    }

    /** The same failure, its message preceded by where it is. */
    DebeziumDecodeException at(String where) {
        DebeziumDecodeException located =
                new DebeziumDecodeException(code, where + ": " + getMessage());
        located.setStackTrace(getStackTrace());
        return located;
    }
}
