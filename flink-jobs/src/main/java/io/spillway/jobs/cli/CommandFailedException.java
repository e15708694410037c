/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import org.apache.flink.annotation.Internal;

/** Tells Flink's client that a command failed; the reason has been printed already. */
@Internal
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(int exitCode) {
        super("spillway ended with exit code " + exitCode + "; the reason stands above");
    }
}
