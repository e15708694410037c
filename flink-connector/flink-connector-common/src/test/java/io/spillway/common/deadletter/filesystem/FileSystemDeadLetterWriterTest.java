/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterJson;
import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.TestLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemDeadLetterWriterTest {

    @TempDir private Path directory;

    @Test
    void flushedLettersAreReadableWhileTheWriterIsOpenAndShareOneFile() throws Exception {
        Path target = directory.resolve("a/b");
        try (DeadLetterWriter writer = open(target.toUri().toString())) {
            writer.write(TestLetters.full());
            writer.flush();
            assertThat(letters(target)).containsExactly(TestLetters.full());

            writer.write(TestLetters.bare());
            writer.flush();
            assertThat(letters(target)).containsExactly(TestLetters.full(), TestLetters.bare());
            assertThat(files(target)).hasSize(1);
        }
    }

    @Test
    void aRestartedWriterLeavesEarlierFilesAlone() throws Exception {
        for (int attempt = 0; attempt < 3; attempt++) {
            try (DeadLetterWriter writer = open(directory.toUri().toString())) {
                writer.write(TestLetters.at("orders", attempt, "v"));
                writer.flush();
            }
        }
        assertThat(files(directory)).hasSize(3);
        assertThat(letters(directory))
                .extracting(DeadLetter::id)
                .containsExactlyInAnyOrder(
                        "kafka/orders/0/0/deserialize",
                        "kafka/orders/0/1/deserialize",
                        "kafka/orders/0/2/deserialize");
    }

    @Test
    void aTaskWithoutLettersLeavesNothingBehind() throws Exception {
        try (DeadLetterWriter writer = open(directory.toUri().toString())) {
            writer.flush();
        }
        assertThat(files(directory)).isEmpty();
    }

    @Test
    void onObjectStoresEachFlushEndsTheFile() throws Exception {
        ObjectStoreFileSystem.OBJECTS.clear();
        try (DeadLetterWriter writer = open("objects://bucket/letters")) {
            assertThat(ObjectStoreFileSystem.OBJECTS).isEmpty();
            writer.write(TestLetters.full());
            writer.write(TestLetters.bare());
            writer.flush();
            writer.flush();
            assertThat(ObjectStoreFileSystem.OBJECTS).hasSize(1);
            assertThat(parse(ObjectStoreFileSystem.OBJECTS.values().iterator().next()))
                    .containsExactly(TestLetters.full(), TestLetters.bare());

            writer.write(TestLetters.bare());
            writer.flush();
            assertThat(ObjectStoreFileSystem.OBJECTS).hasSize(2);
        }
        assertThat(ObjectStoreFileSystem.OBJECTS).hasSize(2);
    }

    @Test
    void aPathThatCannotBeWrittenIsNamedByOpen() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        String path = file.resolve("below").toUri().toString();
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'dead-letter.path' = '")
                .hasMessageContaining("below");
        assertThatThrownBy(() -> open("nosuchscheme://x/y"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nosuchscheme://x/y");
    }

    private static DeadLetterWriter open(String path) throws IOException {
        DeadLetterWriter writer =
                DeadLetterWriters.resolve(
                                Map.of(
                                        "on-error", "dead-letter",
                                        "dead-letter.type", "filesystem",
                                        "dead-letter.path", path),
                                FileSystemDeadLetterWriterTest.class.getClassLoader())
                        .orElseThrow()
                        .createWriter();
        writer.open();
        return writer;
    }

    private static List<DeadLetter> letters(Path directory) throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        for (Path file : files(directory)) {
            letters.addAll(parse(Files.readAllBytes(file)));
        }
        return letters;
    }

    private static List<DeadLetter> parse(byte[] content) throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
            letters.add(DeadLetterJson.parse(TestLetters.utf8(line)));
        }
        return letters;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
