/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.input;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What the user wrote cannot be run: a file, an option or a script is wrong. The command line
 * answers with exit code 2.
 *
 * <p>Every problem is one line that says where it is and how to mend it, without secrets.
 */
@PublicEvolving
public class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** A single problem, in one line. */
    public BadInputException(String problem) {
        this(List.of(problem), null);
    }

    /** A single problem, in one line, found through an exception. */
    public BadInputException(String problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    /** All problems found, at least one. */
    public BadInputException(List<String> problems) {
        this(problems, null);
    }

    private BadInputException(List<String> problems, Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    /** One line each, in the order of the input. */
    public List<String> problems() {
        return problems;
    }
}
