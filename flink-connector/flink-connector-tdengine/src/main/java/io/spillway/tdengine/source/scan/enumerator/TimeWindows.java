/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.sql.SqlText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;

/** Cuts the time of a scan into conditions on the time column, in the database's precision. */
final class TimeWindows {

    /** More windows than this only make the plan large: the interval is too short. */
    static final int MAX_WINDOWS = 100_000;

    private TimeWindows() {}

    /**
     * Conditions that together hold for every row of the scan's time, each row for exactly one; a
     * single null if there is nothing to say.
     *
     * @param interval length of a window, null for a single one
     */
    static CompletableFuture<List<String>> of(
            TDengineGateway gateway,
            TableSchema schema,
            ScanTarget target,
            @Nullable Duration interval) {
        TimestampPrecision precision = schema.precision();
        Long from = target.from() == null ? null : precision.countAtOrAfter(target.from());
        Long to = target.to() == null ? null : precision.countAtOrAfter(target.to());
        String column = SqlText.name(schema.timeColumn().name());
        if (interval == null) {
            return CompletableFuture.completedFuture(
                    Collections.singletonList(condition(column, from, to)));
        }
        long width = precision.countAtOrAfter(Instant.EPOCH.plus(interval));
        if (from != null && to != null) {
            return CompletableFuture.completedFuture(windows(column, from, to, from, to, width));
        }
        return QueryRows.read(
                        gateway,
                        "SELECT FIRST("
                                + column
                                + "), LAST("
                                + column
                                + ") FROM "
                                + SqlText.table(schema.database(), schema.table()),
                        (block, row) ->
                                block.isNull(0, row)
                                        ? null
                                        : new long[] {block.getLong(0, row), block.getLong(1, row)})
                .thenApply(
                        bounds -> {
                            long[] found = bounds.isEmpty() ? null : bounds.get(0);
                            if (found == null) {
                                return Collections.singletonList(condition(column, from, to));
                            }
                            return windows(
                                    column,
                                    from,
                                    to,
                                    from == null ? found[0] : from,
                                    to == null ? found[1] + 1 : to,
                                    width);
                        });
    }

    /**
     * The outermost windows are open where the scan is, so that rows written since the bounds were
     * looked up are read as well.
     */
    private static List<String> windows(
            String column,
            @Nullable Long from,
            @Nullable Long to,
            long first,
            long end,
            long width) {
        if ((end - first) / width >= MAX_WINDOWS) {
            throw new IllegalArgumentException(
                    "the split interval cuts the scan into more than "
                            + MAX_WINDOWS
                            + " splits; make it longer");
        }
        List<String> windows = new ArrayList<>();
        Long start = from;
        for (long next = first + width; next < end; next += width) {
            windows.add(condition(column, start, next));
            start = next;
        }
        windows.add(condition(column, start, to));
        return windows;
    }

    @Nullable
    private static String condition(String column, @Nullable Long from, @Nullable Long to) {
        String lower = from == null ? null : column + " >= " + from;
        String upper = to == null ? null : column + " < " + to;
        if (lower == null) {
            return upper;
        }
        return upper == null ? lower : lower + " AND " + upper;
    }
}
