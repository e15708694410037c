/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import io.spillway.local.host.RunDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;

/**
 * The folder the PostgreSQL programs are unpacked to, once for all servers of a user.
 *
 * <p>Unpacking skips files that are there already, so one that was killed half-way would leave
 * truncated programs for ever: an unfinished folder is therefore removed first, and nobody else may
 * unpack until {@link #close()}.
 */
final class ServerPrograms implements Closeable {

    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();
    private static final String COMPLETE = ".exists"; // what the unpacking writes last

    private final Path folder;
    @Nullable private final FileChannel unpacking;

    private ServerPrograms(Path folder, @Nullable FileChannel unpacking) {
        this.folder = folder;
        this.unpacking = unpacking;
    }

    /**
     * Waits for another start that is unpacking; closed when the server programs are no longer
     * being unpacked.
     */
    static ServerPrograms open() throws IOException {
        // One folder per user: on a shared machine that of the first user is not ours to write.
        Path folder =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "spillway-postgres17-" + System.getProperty("user.name"));
        Files.createDirectories(folder);
        if (isComplete(folder)) {
            return new ServerPrograms(folder, null);
        }
        IN_THIS_JVM.lock();
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve("unpack.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            channel.lock();
            if (!isComplete(folder)) {
                try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, "PG-*")) {
                    for (Path directory : unfinished) {
                        if (!Files.exists(directory.resolve(COMPLETE))) {
                            RunDirectory.deleteTree(directory);
                        }
                    }
                }
            }
            return new ServerPrograms(folder, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            IN_THIS_JVM.unlock();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    /** Lets others in; called by the thread that called {@link #open()}. */
    @Override
    public void close() throws IOException {
        if (unpacking != null) {
            try {
                unpacking.close();
            } finally {
                IN_THIS_JVM.unlock();
            }
        }
    }

    private static boolean isComplete(Path folder) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder, "PG-*")) {
            for (Path directory : unpacked) {
                any = true;
                if (!Files.exists(directory.resolve(COMPLETE))) {
                    return false;
                }
            }
        }
        return any;
    }
}
