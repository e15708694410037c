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
import java.util.concurrent.TimeUnit;

/** InfluxDB's lines: {@code measure,tag=value field=value time}. */
final class LineParser {

    private final PointTimes times;
    private final TimeUnit unit;

    LineParser(PointTimes times, TimeUnit unit) {
        this.times = times;
        this.unit = unit;
    }

    Point parse(String line) throws TaosException {
        int head = end(line, 0, ' ', false);
        int measureEnd = end(line.substring(0, head), 0, ',', false);
        String measure = unescape(line.substring(0, measureEnd));
        if (measure.isEmpty()) {
            throw PointErrors.invalid("Invalid data format");
        }
        List<PointValue> tags = new ArrayList<>();
        if (measureEnd < head) {
            for (int[] span : spans(line, measureEnd + 1, head, false)) {
                tags.add(tag(line, span));
            }
        }
        int fieldsAt = skipBlanks(line, head);
        int fieldsEnd = end(line, fieldsAt, ' ', true);
        if (fieldsAt >= line.length()) {
            throw PointErrors.invalid("SML line cols is empty");
        }
        List<PointValue> fields = new ArrayList<>();
        for (int[] span : spans(line, fieldsAt, fieldsEnd, true)) {
            fields.add(field(line, span));
        }
        String time = line.substring(Math.min(line.length(), fieldsEnd)).trim();
        return new Point(measure, time(time), tags, fields);
    }

    private long time(String text) throws TaosException {
        if (text.isEmpty() || text.equals("0")) {
            return times.now();
        }
        try {
            long value = Long.parseLong(text);
            if (value < 0) {
                throw new TaosException(PointErrors.INVALID_TIME, "Invalid timestamp format");
            }
            return times.convert(value, unit);
        } catch (NumberFormatException notANumber) {
            throw PointErrors.of(PointErrors.INVALID_TIME, "SML line invalid timestamp", text);
        }
    }

    private static PointValue tag(String line, int[] span) throws TaosException {
        String text = line.substring(span[0], span[1]);
        String near = line.substring(span[0]);
        int equals = end(text, 0, '=', false);
        if (equals == 0 || equals >= text.length() - 1) {
            throw PointErrors.invalid("invalid data", near);
        }
        return TextValues.text(
                unescape(text.substring(0, equals)),
                ValueType.NCHAR,
                unescape(text.substring(equals + 1)),
                near);
    }

    private static PointValue field(String line, int[] span) throws TaosException {
        String text = line.substring(span[0], span[1]);
        String near = line.substring(span[0]);
        int equals = end(text, 0, '=', false);
        if (equals == 0 || equals >= text.length()) {
            throw PointErrors.invalid("SML line invalid data", near);
        }
        String value = text.substring(equals + 1);
        if (value.indexOf('"') >= 0 && !value.endsWith("\"")) {
            throw PointErrors.invalid("SML line unbalanced quotes", value);
        }
        PointValue parsed =
                TextValues.parse(
                        unescape(text.substring(0, equals)),
                        value.indexOf('"') >= 0 ? unescapeQuoted(value) : value,
                        near);
        if (parsed == null) {
            throw PointErrors.of(
                    PointErrors.INVALID_VALUE, "invalid data", near.substring(equals + 1));
        }
        return parsed;
    }

    private static List<int[]> spans(String line, int from, int to, boolean quotes) {
        List<int[]> spans = new ArrayList<>();
        String part = line.substring(0, to);
        int start = from;
        while (start <= to) {
            int end = end(part, start, ',', quotes);
            spans.add(new int[] {start, end});
            start = end + 1;
        }
        return spans;
    }

    /** Where the first separator outside of escapes, and of quotes if they count, is. */
    private static int end(String text, int from, char separator, boolean quotes) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
            } else if (c == '"' && quotes) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static String unescape(String text) {
        return unescape(text, ", =\\");
    }

    private static String unescapeQuoted(String text) {
        return unescape(text, "\"\\");
    }

    private static String unescape(String text, String escaped) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && escaped.indexOf(text.charAt(i + 1)) >= 0) {
                i++;
                plain.append(text.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
