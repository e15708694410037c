/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import org.apache.flink.annotation.Internal;

/**
 * One statement of a script.
 *
 * @param text without the semicolon that ends it
 * @param line where it begins in the script, counted from 1
 */
@Internal
public record Statement(String text, int line) {

    /** The first line of the statement, for messages. */
    public String firstLine() {
        return text.lines().findFirst().orElse("").strip();
    }
}
