/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import java.util.ArrayList;
import java.util.List;

/** OpenTSDB's telnet lines: {@code metric time value tag=value}. */
final class TelnetParser {

    static final String VALUE = "_value";

    private static final int FIRST_TAG = 3;
    private static final int NO_MEASURE = 0x020A;
    private static final int BAD_TAG = 0x021F;

    private final PointTimes times;

    TelnetParser(PointTimes times) {
        this.times = times;
    }

    Point parse(String line) throws TaosException {
        String[] words = line.trim().split(" +");
        if (words[0].isEmpty()) {
            throw PointErrors.invalid("SML telnet invalid measure", line);
        }
        if (words.length < 2) {
            throw PointErrors.of(NO_MEASURE, "SML telnet invalid measure", "");
        }
        if (words.length < FIRST_TAG) {
            throw PointErrors.invalid("SML telnet invalid timestamp", "");
        }
        if (words.length == FIRST_TAG) {
            throw PointErrors.of(PointErrors.INVALID_VALUE, "SML telnet invalid value", "");
        }
        PointValue value = TextValues.parse(VALUE, words[2], words[2]);
        if (value == null) {
            throw PointErrors.of(
                    PointErrors.INVALID_VALUE,
                    "invalid data",
                    line.substring(line.indexOf(words[2], line.indexOf(words[1]))));
        }
        long time = times.byDigits(words[1]);
        List<PointValue> tags = new ArrayList<>();
        for (int i = FIRST_TAG; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1 || equals == words[i].length() - 1) {
                throw PointErrors.of(BAD_TAG, "invalid key or key is too long than 64", words[i]);
            }
            tags.add(
                    TextValues.text(
                            words[i].substring(0, equals),
                            ValueType.NCHAR,
                            words[i].substring(equals + 1),
                            words[i]));
        }
        return new Point(words[0], time, tags, List.of(value));
    }
}
