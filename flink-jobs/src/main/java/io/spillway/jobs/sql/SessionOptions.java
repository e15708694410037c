/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import io.spillway.jobs.input.BadInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The statements of a script that set options: {@code SET 'key' = 'value'}, {@code SET}, {@code
 * RESET 'key'}, {@code RESET}. They belong to the session, Flink's table environment does not
 * execute them.
 */
@Internal
final class SessionOptions {

    private static final Pattern STATEMENT = Pattern.compile("(?is)(SET|RESET)(?:\\s+(.*))?");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?s)('(?:[^']|'')+'|[^'=\\s]+)\\s*=\\s*('(?:[^']|'')*'|[^'\\s].*)");
    private static final Pattern KEY = Pattern.compile("'(?:[^']|'')+'|[^'=\\s]+");

    private SessionOptions() {}

    /**
     * What the statement does to the options.
     *
     * @param verb what to do
     * @param key the option, null for all of them
     * @param value the value to set, null unless the verb is SET and a key is named
     */
    record Command(Verb verb, @Nullable String key, @Nullable String value) {}

    enum Verb {
        SET,
        RESET
    }

    /** The command, or empty if the statement is of another kind. */
    static Optional<Command> parse(String script, Statement statement) {
        Matcher matcher = STATEMENT.matcher(statement.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Verb verb = Verb.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT));
        String rest = matcher.group(2) == null ? "" : matcher.group(2).strip();
        if (rest.isEmpty()) {
            return Optional.of(new Command(verb, null, null));
        }
        if (verb == Verb.RESET && KEY.matcher(rest).matches()) {
            return Optional.of(new Command(verb, unquote(rest), null));
        }
        Matcher assignment = ASSIGNMENT.matcher(rest);
        if (verb == Verb.SET && assignment.matches()) {
            return Optional.of(
                    new Command(
                            verb,
                            unquote(assignment.group(1)),
                            unquote(assignment.group(2).strip())));
        }
        throw new BadInputException(
                script + ":" + statement.line() + ": write SET 'key' = 'value' or RESET 'key'");
    }

    private static String unquote(String text) {
        return text.startsWith("'")
                ? text.substring(1, text.length() - 1).replace("''", "'")
                : text;
    }
}
