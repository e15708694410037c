/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.TaosException;

/** Errors as prepared statements report them: the same codes, without what they are about. */
final class StatementErrors {

    static final int TABLE_NAME = 0x022B;
    private static final int CACHE = 0x0230;

    private StatementErrors() {}

    static TaosException of(TaosException error) {
        String text =
                switch (error.code()) {
                    case 0x0200 -> "Invalid operation";
                    // of a bound value, not of the statement
                    case 0x0216 ->
                            error.getMessage().contains(" json")
                                            || error.getMessage().contains("(json")
                                    ? error.getMessage()
                                    : "Syntax error in SQL";
                    case 0x2602 -> "Invalid column name";
                    case 0x2605 -> "Invalid value type";
                    case 0x260E -> "Invalid tag name";
                    case 0x2617 -> "Invalid identifier name";
                    case 0x2653 -> "Value too long for column/tag";
                    default -> error.getMessage();
                };
        int code = error.code() == 0x2603 ? TABLE_NAME : error.code();
        return new TaosException(code, text);
    }

    /** A name that statements do not take, whatever SQL may do with it. */
    static void checkTableName(String name) throws TaosException {
        if (name.indexOf('.') >= 0 || name.indexOf('`') >= 0) {
            throw new TaosException(CACHE, "Stmt cache error");
        }
    }
}
