/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import io.spillway.jobs.input.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * Cuts a script at its semicolons, except those in literals, quoted identifiers, comments and
 * statement sets. Comments are blanked out (hints are kept), so that every line keeps its number.
 */
@Internal
public final class ScriptSplitter {

    private static final Pattern SET_BEGIN =
            Pattern.compile(
                    "(?is)(?:(?:EXECUTE|EXPLAIN)\\s+STATEMENT\\s+SET\\s+BEGIN|BEGIN\\s+STATEMENT\\s+SET)\\b.*");
    private static final Pattern SET_END = Pattern.compile("(?i)END");
    private static final Pattern CLIENT_SET_BEGIN =
            Pattern.compile("(?i)^BEGIN\\s+STATEMENT\\s+SET\\s*;");

    private final String script;
    private final String name;
    private final List<Statement> statements = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int position;
    private int line = 1;
    private int statementLine;
    private int pieceStart;
    private boolean inStatementSet;

    private ScriptSplitter(String name, String script) {
        this.name = name;
        this.script = script;
    }

    /**
     * The statements in order; empty ones are left out.
     *
     * @param name the script's file name, for messages
     * @throws BadInputException if a literal, comment or statement set does not end
     */
    public static List<Statement> split(String name, String script) {
        return new ScriptSplitter(name, script).split();
    }

    private List<Statement> split() {
        while (position < script.length()) {
            char c = script.charAt(position);
            if (c == '\'' || c == '"' || c == '`') {
                quoted(c);
            } else if (script.startsWith("--", position)) {
                while (position < script.length() && script.charAt(position) != '\n') {
                    position++;
                }
            } else if (script.startsWith("/*", position)) {
                comment(script.startsWith("/*+", position));
            } else if (c == ';') {
                position++;
                endPiece();
            } else {
                take();
            }
        }
        if (inStatementSet && !isSetEnd()) {
            throw new BadInputException(
                    name + ":" + statementLine + ": the statement set has no END");
        }
        finish();
        return statements;
    }

    private void quoted(char quote) {
        int from = line;
        take();
        while (position < script.length()) {
            // A doubled quote ends the literal here and begins it again at once: same result.
            boolean end = script.charAt(position) == quote;
            take();
            if (end) {
                return;
            }
        }
        throw new BadInputException(name + ":" + from + ": the quote " + quote + " is not closed");
    }

    private void comment(boolean hint) {
        int from = line;
        int end = script.indexOf("*/", position + 2);
        if (end < 0) {
            throw new BadInputException(name + ":" + from + ": the comment /* is not closed");
        }
        while (position < end + 2) {
            if (hint) {
                take();
            } else {
                char c = script.charAt(position++);
                if (c == '\n') {
                    append(c);
                }
            }
        }
        append(' ');
    }

    private void take() {
        append(script.charAt(position++));
    }

    private void append(char c) {
        if (current.isEmpty()) {
            statementLine = line;
        }
        if (c == '\n') {
            line++;
        }
        if (!current.isEmpty() || !Character.isWhitespace(c)) {
            current.append(c);
        }
    }

    private void endPiece() {
        boolean begins = !inStatementSet && SET_BEGIN.matcher(current).matches();
        if (begins || (inStatementSet && !isSetEnd())) {
            inStatementSet = true;
            current.append(';');
            pieceStart = current.length();
        } else {
            finish();
        }
    }

    private boolean isSetEnd() {
        return SET_END.matcher(current.substring(pieceStart).strip()).matches();
    }

    private void finish() {
        String text = current.toString().strip();
        if (!text.isEmpty()) {
            statements.add(
                    new Statement(
                            CLIENT_SET_BEGIN
                                    .matcher(text)
                                    .replaceFirst("EXECUTE STATEMENT SET BEGIN"),
                            statementLine));
        }
        current.setLength(0);
        pieceStart = 0;
        inStatementSet = false;
    }
}
