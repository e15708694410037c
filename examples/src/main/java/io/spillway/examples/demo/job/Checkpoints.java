/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.job;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** The checkpoints a job has completed, as they lie in its directory. */
@Internal
final class Checkpoints {

    private static final String PREFIX = "chk-";

    private final Path directory;

    /**
     * @param directory where Flink keeps the checkpoints of one job; need not exist yet
     */
    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** Number of the latest one, counted from 1 and over restarts; 0 if there is none. */
    long latest() throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long latest = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path path : found) {
                long number =
                        Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
                if (number > latest && isCompleted(path)) {
                    latest = number;
                }
            }
        }
        return latest;
    }

    /** Where a completed one lies. */
    Optional<Path> path(long number) {
        return Optional.of(directory.resolve(PREFIX + number)).filter(Checkpoints::isCompleted);
    }

    /** Flink writes the metadata last. */
    private static boolean isCompleted(Path checkpoint) {
        return Files.exists(checkpoint.resolve("_metadata"));
    }
}
