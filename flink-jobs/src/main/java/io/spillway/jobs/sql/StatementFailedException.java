/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import org.apache.flink.annotation.Internal;

/** A statement of a script failed; the statements before it have been executed. */
@Internal
public final class StatementFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Statement statement;

    StatementFailedException(String script, Statement statement, String reason, Throwable cause) {
        super(
                script
                        + ":"
                        + statement.line()
                        + ": "
                        + statement.firstLine()
                        + " failed: "
                        + reason,
                cause);
        this.statement = statement;
    }

    /** The statement that failed. */
    public Statement statement() {
        return statement;
    }
}
