/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.input;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.flink.annotation.Internal;

/** Reads what the user named on the command line. */
@Internal
public final class InputFile {

    private InputFile() {}

    /**
     * The whole file, read as UTF-8.
     *
     * @throws BadInputException naming the file, if it cannot be read
     */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException("file not found: " + file, e);
        } catch (AccessDeniedException e) {
            throw new BadInputException("no permission to read the file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new BadInputException("not a UTF-8 text file: " + file, e);
        } catch (IOException e) {
            String what =
                    Files.isDirectory(file) ? "is a directory, not a file: " : "cannot read: ";
            throw new BadInputException(what + file, e);
        }
    }
}
