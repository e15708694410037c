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

    /**
     * A completed checkpoint.
     *
     * @param number counted from 1, over restarts
     */
    record Completed(long number, Path path) {}

    /** The latest one; Flink writes the metadata last, and removes older ones. */
    Optional<Completed> latest() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Completed latest = null;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path path : found) {
                long number =
                        Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
                if (Files.exists(path.resolve("_metadata"))
                        && (latest == null || number > latest.number())) {
                    latest = new Completed(number, path);
                }
            }
        }
        return Optional.ofNullable(latest);
    }
}
