/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import javax.annotation.Nullable;

/** An answer in JSON, its fields in the order the adapter writes them. Not thread-safe. */
public final class Answer {

    private static final int LOW_16_BITS = 0xffff;

    private final StringBuilder json = new StringBuilder(256);

    private Answer(Incoming request, int code, String message) {
        json.append("{\"code\":").append(code & LOW_16_BITS).append(",\"message\":");
        quote(message);
        json.append(",\"action\":");
        quote(request.action());
        json.append(",\"req_id\":").append(Long.toUnsignedString(request.requestId()));
        json.append(",\"timing\":").append(request.age());
    }

    public static Answer to(Incoming request) {
        return new Answer(request, 0, "");
    }

    public static Answer error(Incoming request, int code, String message) {
        return new Answer(request, code, message);
    }

    public Answer put(String name, long value) {
        name(name).append(value);
        return this;
    }

    public Answer putUnsigned(String name, long value) {
        name(name).append(Long.toUnsignedString(value));
        return this;
    }

    public Answer put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    public Answer put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    public Answer putNull(String name) {
        name(name).append("null");
        return this;
    }

    /** Puts JSON as it is. */
    public Answer putRaw(String name, @Nullable String value) {
        name(name).append(value);
        return this;
    }

    public Answer putTexts(String name, List<String> values) {
        name(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            quote(values.get(i));
        }
        json.append(']');
        return this;
    }

    public Answer putNumbers(String name, long... values) {
        name(name).append('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            json.append(values[i]);
        }
        json.append(']');
        return this;
    }

    /** The finished text. */
    @Override
    public String toString() {
        return json + "}";
    }

    private StringBuilder name(String name) {
        return json.append(",\"").append(name).append("\":");
    }

    private void quote(String text) {
        quote(json, text);
    }

    /** Appends a text as a JSON string. */
    public static void quote(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
