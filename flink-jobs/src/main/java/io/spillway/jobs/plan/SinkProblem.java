/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.common.options.DidYouMean;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** What Flink says, in a page, about a table that cannot be written; here in a line. */
@Internal
final class SinkProblem {

    private static final Pattern UNSUPPORTED =
            Pattern.compile(
                    "(?s)Unsupported options found for '.*?'\\.\\s*Unsupported options:\\s*(.*?)\\s*"
                            + "Supported options:\\s*(.*)");
    private static final Pattern CHANGELOG =
            Pattern.compile("(?s)doesn't support consuming (.*?) changes");

    private SinkProblem() {}

    static String describe(Throwable failure, String connector) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        Matcher unsupported = UNSUPPORTED.matcher(message);
        if (unsupported.find()) {
            List<String> known = words(unsupported.group(2));
            return words(unsupported.group(1)).stream()
                    .map(
                            key ->
                                    "'"
                                            + key
                                            + "' is no option of connector '"
                                            + connector
                                            + "'; "
                                            + DidYouMean.hint(key, known))
                    .collect(Collectors.joining("; "));
        }
        if (CHANGELOG.matcher(message).find()) {
            return "connector '"
                    + connector
                    + "' takes inserts only, but the changes of a table hold updates and deletes";
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\R"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
