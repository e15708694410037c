/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.value.TimePrecision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads points of all three protocols. */
public final class Points {

    private static final int LINE = 1;
    private static final int TELNET = 2;
    private static final int JSON = 3;

    private Points() {}

    /**
     * @param protocol 1 line, 2 telnet, 3 JSON
     * @param unit of times in lines: h, m, s, ms, u or ns; empty for ns
     * @param precision of the database
     * @throws TaosException {@code 0x3002} with the place in the text
     */
    public static List<Point> parse(
            int protocol, String unit, String data, TimePrecision precision, Clock clock)
            throws TaosException {
        PointTimes times = new PointTimes(precision, clock);
        List<Point> points = new ArrayList<>();
        switch (protocol) {
            case LINE:
                TimeUnit timeUnit = PointTimes.unit(unit);
                if (timeUnit == null) {
                    throw new TaosException(0x3001, "precision invalidate for line protocol");
                }
                LineParser lines = new LineParser(times, timeUnit);
                for (String line : lines(data)) {
                    points.add(lines.parse(line));
                }
                return points;
            case TELNET:
                TelnetParser telnet = new TelnetParser(times);
                for (String line : lines(data)) {
                    points.add(telnet.parse(line));
                }
                return points;
            case JSON:
                return new JsonPoints(times).parse(data);
            default:
                throw new TaosException(0x3000, "protocol invalidate");
        }
    }

    private static List<String> lines(String data) {
        List<String> lines = new ArrayList<>();
        for (String line : data.split("\n")) {
            String trimmed = line.strip();
            if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
                lines.add(trimmed);
            }
        }
        return lines;
    }
}
