/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/** What of a statement may stand in a message: no values, so neither data nor passwords. */
@Internal
final class StatementText {

    private static final int MAX_LENGTH = 200;
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]+)");
    private static final Pattern LITERAL =
            Pattern.compile(
                    "'(?:[^'\\\\]|\\\\.|'')*+(?:'|$)|\"(?:[^\"\\\\]|\\\\.|\"\")*+(?:\"|$)"
                            + "|(?<![A-Za-z0-9_`])-?\\d[\\d.]*",
                    Pattern.DOTALL);

    private StatementText() {}

    /** One line that begins the statement, its literals replaced by question marks. */
    static String describe(String sql) {
        var word = FIRST_WORD.matcher(sql);
        if (!word.lookingAt()) {
            return "a statement";
        }
        if (word.group(1).toUpperCase(Locale.ROOT).equals("INSERT")) {
            return "an INSERT";
        }
        // cut before the literals are looked for, but never inside of what stays visible
        String start = sql.substring(0, Math.min(sql.length(), 8 * MAX_LENGTH));
        String masked = LITERAL.matcher(start).replaceAll("?").replaceAll("\\s+", " ").trim();
        return '"'
                + (masked.length() <= MAX_LENGTH ? masked : masked.substring(0, MAX_LENGTH) + "...")
                + '"';
    }
}
