/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.examples.demo.reconcile.TableResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What came of it, as one JSON object.
 *
 * @param changes row changes committed in PostgreSQL
 * @param applied those that stand in DataHub, each counted once
 * @param duplicates further deliveries of them
 * @param deadLetters letters, each counted once
 * @param lost changes that do not stand in DataHub
 * @param wrong primary keys whose final row differs, or stands on one side only
 * @param restarts of the job
 * @param seconds from the first change to the last one applied
 * @param changesPerSecond changes applied in that time
 */
@Internal
@JsonPropertyOrder({
    "changes",
    "applied",
    "duplicates",
    "deadLetters",
    "lost",
    "wrong",
    "restarts",
    "seconds",
    "changesPerSecond"
})
record DemoReport(
        long changes,
        long applied,
        long duplicates,
        long deadLetters,
        long lost,
        long wrong,
        int restarts,
        double seconds,
        long changesPerSecond) {

    /**
     * Adds the tables up.
     *
     * @param millis from the first change to the last one applied
     */
    static DemoReport of(List<TableResult> tables, long deadLetters, int restarts, long millis) {
        long applied = tables.stream().mapToLong(TableResult::applied).sum();
        return new DemoReport(
                tables.stream().mapToLong(TableResult::changes).sum(),
                applied,
                tables.stream().mapToLong(TableResult::duplicates).sum(),
                deadLetters,
                tables.stream().mapToLong(TableResult::lost).sum(),
                tables.stream().mapToLong(TableResult::wrong).sum(),
                restarts,
                millis / 1000.0,
                millis <= 0 ? 0 : applied * 1000 / millis);
    }

    /** Whether nothing is lost, wrong, or too much. */
    boolean isClean(int poison) {
        return lost == 0 && wrong == 0 && applied == changes && deadLetters == poison;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, new ObjectMapper().writeValueAsString(this) + "\n");
    }
}
