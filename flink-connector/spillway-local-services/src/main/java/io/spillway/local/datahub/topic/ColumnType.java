/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The column types, each knowing which UTF-8 text forms are its values. */
public enum ColumnType {
    TINYINT {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isInteger(text, from, to, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
    },
    SMALLINT {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isInteger(text, from, to, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    },
    INTEGER {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isInteger(text, from, to, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    },
    BIGINT {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isInteger(text, from, to, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    },
    FLOAT {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isFloating(text, from, to, true);
        }
    },
    DOUBLE {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isFloating(text, from, to, false);
        }
    },
    BOOLEAN {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            if (to - from > "false".length()) {
                return false;
            }
            String value = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
            return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        }
    },
    /** Microseconds since the epoch, years 1 to 9999. */
    TIMESTAMP {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isInteger(text, from, to, -62135798400000000L, 253402271999000000L);
        }
    },
    DECIMAL {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return Numerals.isDecimal(text, from, to);
        }
    },
    STRING {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return to - from <= MAX_STRING_BYTES
                    && UnsafeByteOperations.unsafeWrap(text, from, to - from).isValidUtf8();
        }
    },
    JSON {
        @Override
        boolean accepts(byte[] text, int from, int to) {
            return STRING.accepts(text, from, to) && isJson(text, from, to);
        }
    };

    private static final int MAX_STRING_BYTES = 2 * 1024 * 1024;
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    /** Whether the UTF-8 bytes are a value of this type. */
    abstract boolean accepts(byte[] text, int from, int to);

    /** Finds a type by its name, in any case. */
    public static ColumnType of(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new DataHubException(
                    ErrorCode.INVALID_SCHEMA, "The field type '" + name + "' is invalid.");
        }
    }

    private static boolean isJson(byte[] text, int from, int to) {
        try (JsonParser parser = JSON_FACTORY.createParser(text, from, to - from)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            // the parser's way of saying no
            return false;
        }
    }
}
