/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The reason of a failure in one line.
 *
 * <p>Flink wraps what happened on a task several times; the reason is at the bottom. The lowest
 * message is kept together with the one above it where that says more than "failed".
 */
@Internal
public final class ErrorLine {

    private static final int MAX_LENGTH = 1000;

    /** A class name that leads a message: left by wrappers that print their cause. */
    private static final Pattern CLASS_PREFIX =
            Pattern.compile(
                    "^(?:[a-z][\\w]*\\.)+[A-Z][\\w$.]*(?:Exception|Error|Throwable)?(?:: |$)");

    private static final Set<String> WRAPPERS =
            Set.of(
                    "Job execution failed.",
                    "Failed to execute job",
                    "One or more fetchers have encountered exception",
                    "Failed to wait job finish",
                    "Failed to collect the next result",
                    "Failed to fetch next result");

    private ErrorLine() {}

    /** Never null, never more than one line, never a stack trace. */
    public static String of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        Throwable bottom = chain.get(chain.size() - 1);
        String own = ownWords(chain);
        if (!own.isEmpty()) {
            return cut(own);
        }
        String reason = textOf(bottom);
        String context = contextOf(chain, reason);
        return context == null ? reason : cut(withoutDot(context) + ": " + reason);
    }

    /** A message made one line. */
    public static String flatten(@Nullable String message) {
        return cut(message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** What Spillway's own exceptions say, from the outermost, each thing once. */
    private static String ownWords(List<Throwable> chain) {
        StringBuilder words = new StringBuilder();
        for (Throwable t : chain) {
            // A throwable that crossed processes keeps its class name only in its text.
            boolean own =
                    t.getClass().getName().startsWith("io.spillway.")
                            || String.valueOf(t.getMessage()).startsWith("io.spillway.");
            if (own && words.indexOf(textOf(t)) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(textOf(t));
            }
        }
        return words.toString();
    }

    @Nullable
    private static String contextOf(List<Throwable> chain, String reason) {
        for (int i = chain.size() - 2; i >= 0; i--) {
            String message = chain.get(i).getMessage();
            if (message == null || message.isBlank()) {
                continue;
            }
            String text = textOf(chain.get(i));
            if (text.equals(reason)) {
                continue;
            }
            if (text.contains(reason)) {
                // The wrapper repeats its cause: use its own words if it has any.
                return text.length() > reason.length() && !text.startsWith(reason)
                        ? withoutDot(text.substring(0, text.indexOf(reason)))
                        : null;
            }
            boolean wrapper =
                    WRAPPERS.stream().anyMatch(text::startsWith)
                            || text.startsWith("Recovery is suppressed by")
                            || text.startsWith("Job ") && text.endsWith(" failed");
            return wrapper ? null : text;
        }
        return null;
    }

    private static String textOf(Throwable t) {
        String message = t.getMessage();
        if (message == null || message.isBlank()) {
            return t.getClass().getSimpleName();
        }
        String text = flatten(message);
        String bare = CLASS_PREFIX.matcher(text).replaceFirst("");
        while (!bare.equals(text) && !bare.isBlank()) {
            text = bare;
            bare = CLASS_PREFIX.matcher(text).replaceFirst("");
        }
        return text;
    }

    private static String withoutDot(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") || stripped.endsWith(":")
                ? stripped.substring(0, stripped.length() - 1)
                : stripped;
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }

    private static List<Throwable> chain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }
}
