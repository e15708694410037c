/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.filesystem;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterJson;
import io.spillway.common.deadletter.DeadLetterWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Appends letters to a file of its own, begun with the first letter, so that a task without letters
 * leaves nothing behind.
 *
 * <p>Where a file can be made durable while it is open, there is one file per writer. Object stores
 * show a file only once it is closed (and some take a sync without doing anything), so there each
 * flush ends the file. After a crash the last line of a file may be torn; that letter is written
 * again, to another file, because it was never flushed.
 */
@Internal
final class FileSystemDeadLetterWriter implements DeadLetterWriter {

    private static final Set<String> SCHEMES_WITH_SYNC = Set.of("file", "hdfs", "viewfs");
    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    @Nullable private FileSystem fileSystem;
    @Nullable private FSDataOutputStream file;
    private boolean dirty;

    FileSystemDeadLetterWriter(Path directory) {
        this.directory = directory;
    }

    @Override
    public void open() throws IOException {
        try {
            fileSystem = directory.getFileSystem();
            fileSystem.mkdirs(directory);
            Path probe = new Path(directory, ".probe-" + UUID.randomUUID());
            fileSystem.create(probe, FileSystem.WriteMode.NO_OVERWRITE).close();
            fileSystem.delete(probe, false);
        } catch (IOException e) {
            throw new IOException(
                    "'dead-letter.path' = '"
                            + directory
                            + "' cannot be written; make it a directory the task may write to: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void write(DeadLetter letter) throws IOException {
        if (file == null) {
            file = fileSystem.create(newFile(), FileSystem.WriteMode.NO_OVERWRITE);
        }
        dirty = true;
        // one write per letter: the streams of file systems need not be buffered
        byte[] json = DeadLetterJson.toBytes(letter);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        file.write(line);
    }

    @Override
    public void flush() throws IOException {
        if (!dirty) {
            return;
        }
        if (SCHEMES_WITH_SYNC.contains(String.valueOf(fileSystem.getUri().getScheme()))) {
            file.flush();
            file.sync();
        } else {
            FSDataOutputStream finished = file;
            file = null;
            finished.close();
        }
        dirty = false;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            FSDataOutputStream open = file;
            file = null;
            open.close();
        }
    }

    /** Unique per writer and so per attempt; the time is for people. */
    private Path newFile() {
        return new Path(
                directory,
                "dead-letters-"
                        + NAME_TIME.format(Instant.now())
                        + '-'
                        + UUID.randomUUID()
                        + ".jsonl");
    }
}
