/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Collects what is wrong with a file, so that all of it can be mended at once. Not thread-safe. */
@Internal
public final class Problems {

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String text) {}

    /**
     * @param file name of the file, put before every line
     */
    public Problems(String file) {
        this.file = file;
    }

    /**
     * Notes a problem.
     *
     * @param line counted from 1
     * @param text what is wrong and how to mend it, one line, without secrets
     */
    public void add(int line, String text) {
        found.add(new Problem(line, text));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Ends the collection.
     *
     * @throws BadInputException with every problem, by line, if there is any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new BadInputException(
                    found.stream()
                            .sorted(Comparator.comparingInt(Problem::line))
                            .map(p -> file + ":" + p.line() + ": " + p.text())
                            .distinct()
                            .toList());
        }
    }
}
