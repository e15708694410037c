/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RunDirectoryTest {

    private static final String KIND = "test-" + ProcessHandle.current().pid();

    @Test
    void isDeletedWithAllItHoldsAtClose() throws Exception {
        RunDirectory directory = RunDirectory.create(KIND);
        Files.createDirectories(directory.path().resolve("a/b"));
        Files.writeString(directory.path().resolve("a/b/c"), "x");
        directory.close();
        directory.close();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void ownDirectoriesAreNeverStale() throws Exception {
        try (RunDirectory directory = RunDirectory.create(KIND)) {
            RunDirectory.removeStale(KIND, stale -> {});
            assertThat(directory.path()).isDirectory();
            assumeThat(Path.of("/proc/locks")).exists();
            // and its lock still holds: looking for stale ones must not have given it up
            Process other =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "grep -q \":$1 \" /proc/locks",
                                    "sh",
                                    Files.getAttribute(
                                                    directory.path().resolve("owner.lock"),
                                                    "unix:ino")
                                            .toString())
                            .start();
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void abandonedOnesGoAfterTheirHandlerAndOthersStay() throws Exception {
        Path root = Path.of(System.getProperty("java.io.tmpdir"));
        Path abandoned = Files.createDirectory(root.resolve("spillway-" + KIND + "-1-x-1"));
        FileChannel.open(
                        abandoned.resolve("owner.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)
                .close();
        Path halfDeleted = Files.createDirectory(root.resolve("spillway-" + KIND + "-1-x-2"));
        Path otherKind = Files.createDirectory(root.resolve("spillway-other" + KIND + "-1-x-3"));
        try {
            List<Path> handled = new ArrayList<>();
            RunDirectory.removeStale(
                    KIND,
                    stale -> {
                        assertThat(stale).isDirectory();
                        handled.add(stale);
                    });
            assertThat(handled).containsExactlyInAnyOrder(abandoned, halfDeleted);
            assertThat(abandoned).doesNotExist();
            assertThat(halfDeleted).doesNotExist();
            assertThat(otherKind).isDirectory();
        } finally {
            Files.delete(otherKind);
        }
    }

    @Test
    void oneThatCannotBeClearedStaysForTheNextTime() throws Exception {
        Path root = Path.of(System.getProperty("java.io.tmpdir"));
        Path stubborn = Files.createDirectory(root.resolve("spillway-" + KIND + "-1-x-4"));
        RunDirectory.removeStale(
                KIND,
                stale -> {
                    throw new IOException("still in use");
                });
        assertThat(stubborn).isDirectory();
        RunDirectory.removeStale(KIND, stale -> {});
        assertThat(stubborn).doesNotExist();
    }

    @Test
    void servicesThatStartAtTheSameTimeClearUpTogether() throws Exception {
        Path root = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> abandoned = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Path directory = Files.createDirectory(root.resolve("spillway-" + KIND + "-1-y-" + i));
            Files.createFile(directory.resolve("owner.lock"));
            abandoned.add(directory);
        }
        Queue<Path> handled = new ConcurrentLinkedQueue<>();
        ExecutorService starters = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> starts =
                    Collections.nCopies(
                            4,
                            () -> {
                                RunDirectory.removeStale(KIND, handled::add);
                                return null;
                            });
            for (Future<Void> start : starters.invokeAll(starts)) {
                start.get();
            }
        } finally {
            starters.shutdownNow();
        }
        assertThat(handled).as("each once").containsExactlyInAnyOrderElementsOf(abandoned);
        assertThat(abandoned).allSatisfy(directory -> assertThat(directory).doesNotExist());
    }
}
