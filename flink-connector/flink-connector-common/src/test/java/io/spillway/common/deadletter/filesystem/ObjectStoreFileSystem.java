/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.filesystem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;

/**
 * Behaves as an object store does: a file exists once its stream is closed, and a sync is taken
 * without doing anything. Registered for the scheme {@code objects}.
 */
public final class ObjectStoreFileSystem extends FileSystem {

    static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();

    private static final URI ROOT = URI.create("objects://bucket/");

    /** Found by Flink through the service file of the tests. */
    public static final class Factory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return "objects";
        }

        @Override
        public FileSystem create(URI uri) {
            return new ObjectStoreFileSystem();
        }
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public FSDataOutputStream create(Path file, WriteMode mode) {
        return new ObjectStream(file);
    }

    @Override
    public boolean delete(Path file, boolean recursive) {
        return OBJECTS.remove(file.toString()) != null;
    }

    @Override
    public boolean mkdirs(Path directory) {
        return true;
    }

    @Override
    public boolean isDistributedFS() {
        return true;
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(ROOT);
    }

    @Override
    public Path getHomeDirectory() {
        return new Path(ROOT);
    }

    @Override
    public FileStatus getFileStatus(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataInputStream open(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStatus[] listStatus(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException();
    }

    private static final class ObjectStream extends FSDataOutputStream {
        private final Path file;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        private ObjectStream(Path file) {
            this.file = file;
        }

        @Override
        public long getPos() {
            return content.size();
        }

        @Override
        public void write(int b) {
            content.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void sync() {}

        @Override
        public void close() throws IOException {
            if (OBJECTS.putIfAbsent(file.toString(), content.toByteArray()) != null) {
                throw new IOException(file + " exists");
            }
        }
    }
}
