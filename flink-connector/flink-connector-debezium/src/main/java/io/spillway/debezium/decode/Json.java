/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.flink.annotation.Internal;

/** The JSON reader, its limits, and its errors told without quoting the record. */
@Internal
final class Json {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    // The text is in memory already; nesting and numbers keep their limits.
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private Json() {}

    static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return FACTORY.createParser(bytes, offset, length);
    }

    /** Goes to the beginning of the object that the text must be. */
    static void expectObject(JsonParser parser) throws IOException, DebeziumDecodeException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw invalid("only white space");
        }
        if (token != JsonToken.START_OBJECT) {
            throw DebeziumDecodeException.shape("the JSON is no object but " + typeName(token));
        }
    }

    /** Makes sure that nothing but white space follows. */
    static void expectEnd(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.nextToken() != null) {
            throw invalid("more follows after the end of the object");
        }
    }

    /** The number the parser stands on, exactly. */
    static BigDecimal decimal(JsonParser parser) throws IOException, DebeziumDecodeException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException | ArithmeticException e) {
            throw invalid("a number's exponent is out of range");
        }
    }

    static DebeziumDecodeException invalid(String message) {
        return new DebeziumDecodeException(
                DebeziumDecodeException.Code.INVALID_JSON, "Not valid JSON: " + message);
    }

    /**
     * Tells an error of the JSON reader.
     *
     * @param offset where in the record the text given to the reader began
     */
    static DebeziumDecodeException invalid(IOException error, int offset) {
        if (!(error instanceof JsonProcessingException problem)) {
            return invalid(error.getClass().getSimpleName());
        }
        String what = "a syntax error";
        if (problem instanceof JsonEOFException) {
            what = "it ends too early";
        } else if (problem instanceof StreamConstraintsException) {
            what = "it is nested too deep, or a number or name is too long";
        }
        long at = problem.getLocation() == null ? -1 : problem.getLocation().getByteOffset();
        return invalid(at < 0 ? what : what + " at byte " + (offset + at));
    }

    /** What a value is in JSON's words. */
    static String typeName(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "object";
            case START_ARRAY, END_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }
}
