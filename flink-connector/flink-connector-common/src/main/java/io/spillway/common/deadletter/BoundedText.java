/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** Text that must fit: limits are UTF-8 bytes, because that is what brokers and services count. */
@Internal
public final class BoundedText {

    private static final String MARK = "...";

    private BoundedText() {}

    /** Line breaks and other control characters become single spaces. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                gap = !line.isEmpty();
                continue;
            }
            if (gap && c != ' ') {
                line.append(' ');
            }
            gap = false;
            line.append(c);
        }
        return line.toString();
    }

    /** The text if it fits, else its beginning and a mark; never splits a character. */
    public static String cut(String text, int maxBytes) {
        // a char needs at most three bytes, so most texts need no encoding to be judged
        if (text.length() * 3L <= maxBytes || fits(text, maxBytes) == text.length()) {
            return text;
        }
        if (maxBytes < MARK.length()) {
            return text.substring(0, fits(text, maxBytes));
        }
        return text.substring(0, fits(text, maxBytes - MARK.length())) + MARK;
    }

    /** The stack trace with all causes, cut from its end. */
    static String stackTrace(Throwable cause, int maxBytes) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, false));
        return cut(trace.toString(), maxBytes);
    }

    /** How many chars of the text fit into so many bytes, counted in whole characters. */
    private static int fits(String text, int maxBytes) {
        CharsetEncoder encoder =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer chars = CharBuffer.wrap(text);
        encoder.encode(chars, ByteBuffer.allocate(Math.max(0, maxBytes)), true);
        return chars.position();
    }
}
