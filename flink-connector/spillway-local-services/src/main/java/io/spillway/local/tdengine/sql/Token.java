/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

/**
 * A piece of a statement.
 *
 * @param text of names lower-cased unless quoted, of strings unescaped, of others as written
 * @param start where it begins in the statement
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        NAME,
        QUOTED_NAME,
        STRING,
        INTEGER,
        FLOAT,
        DURATION,
        HEX,
        PARAMETER,
        SYMBOL,
        END
    }

    boolean isName() {
        return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
