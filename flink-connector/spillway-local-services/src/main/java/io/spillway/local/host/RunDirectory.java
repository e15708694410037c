/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory one local service works in: {@code spillway-<kind>-<pid>-<start of the
 * JVM>-<random>} below {@code java.io.tmpdir}, readable by its owner only, deleted at {@link
 * #close()}.
 *
 * <p>As long as the JVM lives it holds a lock on a file in the directory. The kernel gives that
 * lock up however the JVM dies, so {@link #removeStale} can tell a directory somebody still uses
 * from one that a killed JVM left behind, without trusting process ids, which are reused and differ
 * between containers.
 */
public final class RunDirectory implements Closeable {

    /** What else has to go before a directory left behind by a killed JVM may be deleted. */
    @FunctionalInterface
    public interface StaleHandler {
        /**
         * Ends whatever still runs in a directory whose JVM is gone.
         *
         * @param directory the directory about to be deleted
         * @throws IOException if something in it cannot be ended; the directory then stays for the
         *     next start
         */
        void beforeDelete(Path directory) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
    private static final String LOCK_FILE = "owner.lock";
    private static final String THIS_JVM = describeThisJvm();
    private static final int DELETE_ATTEMPTS = 5;

    private final Path path;
    private final FileChannel lockChannel;

    private RunDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates a directory for a service of the given kind and locks it for this JVM.
     *
     * @param kind short name of the service, part of the directory's name
     * @throws IOException if the temporary folder cannot be written
     */
    public static RunDirectory create(String kind) throws IOException {
        Path root = temporaryFolder();
        // Born under a hidden name: whoever sees the final name sees it locked.
        Path hidden = Files.createTempDirectory(root, ".spillway-");
        String suffix = hidden.getFileName().toString().substring(".spillway-".length());
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            hidden.resolve(LOCK_FILE),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
            channel.lock();
            Path path = root.resolve(prefix(kind) + THIS_JVM + "-" + suffix);
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return new RunDirectory(path, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            deleteTree(hidden);
            throw e;
        }
    }

    /** The directory itself, absolute. */
    public Path path() {
        return path;
    }

    /**
     * Deletes the directory with all it holds and gives the lock up; a second call does nothing.
     */
    @Override
    public void close() throws IOException {
        try {
            deleteTree(path);
        } finally {
            lockChannel.close();
        }
    }

    /**
     * Deletes the directories of this kind that killed JVMs left behind. One that cannot be deleted
     * is reported in the log and does not keep a new service from starting.
     *
     * @param kind the kind given to {@link #create}
     * @param handler called for each of them before it is deleted
     * @throws IOException if the temporary folder cannot be read
     */
    public static synchronized void removeStale(String kind, StaleHandler handler)
            throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(temporaryFolder(), prefix(kind) + "*")) {
            for (Path directory : found) {
                removeIfStale(kind, directory, handler);
            }
        }
    }

    private static void removeIfStale(String kind, Path directory, StaleHandler handler) {
        // Also for correctness: opening and closing our own lock file would give our own lock up.
        if (directory.getFileName().toString().startsWith(prefix(kind) + THIS_JVM + "-")) {
            return;
        }
        try {
            if (!Files.isWritable(directory)) {
                return; // somebody else's
            }
            if (isAbandoned(directory)) {
                handler.beforeDelete(directory);
                deleteTree(directory);
                LOG.info("Removed {} which a killed JVM had left behind", directory);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was removed by somebody else meanwhile", directory);
        } catch (IOException e) {
            LOG.warn(
                    "Could not remove {} which a killed JVM left behind: {}",
                    directory,
                    e.toString());
        }
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        Path lockFile = directory.resolve(LOCK_FILE);
        if (Files.notExists(lockFile)) {
            return true; // a deletion that was cut short: a living directory is never seen without
            // its lock
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another class loader of this JVM is at it
        }
    }

    /**
     * Deletes a folder with all it holds; whatever is gone already is fine.
     *
     * @throws IOException if something in it cannot be deleted
     */
    public static void deleteTree(Path root) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
                    Files.walkFileTree(root, new Deletion());
                }
                return;
            } catch (DirectoryNotEmptyException e) {
                // A process that is just ending may still have written a file behind us.
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
    }

    private static String prefix(String kind) {
        return "spillway-" + kind + "-";
    }

    private static String describeThisJvm() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + Long.toString(started, Character.MAX_RADIX);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
