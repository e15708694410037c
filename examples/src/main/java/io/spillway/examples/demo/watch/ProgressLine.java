/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;

/**
 * Shows progress: one line that is written over and over on a terminal, a new line every two
 * seconds elsewhere. Not thread-safe.
 */
@Internal
public final class ProgressLine {

    private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private long shownAt;
    private long ratedAt;
    private long ratedApplied;
    private long perSecond;
    private boolean open;

    /**
     * @param terminal whether {@code out} is one
     */
    public ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.shownAt = System.nanoTime();
        this.ratedAt = shownAt;
    }

    /** Shows progress if it is time to. */
    public void update(Progress progress) {
        long now = System.nanoTime();
        if (now - ratedAt >= RATE_NANOS) {
            perSecond =
                    (progress.applied() - ratedApplied)
                            * TimeUnit.SECONDS.toNanos(1)
                            / (now - ratedAt);
            ratedAt = now;
            ratedApplied = progress.applied();
        }
        if (now - shownAt >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            shownAt = now;
            show(progress);
        }
    }

    /** Shows the last state, for good. */
    public void finish(Progress progress) {
        show(progress);
        if (terminal) {
            out.println();
        }
        out.flush();
        open = false;
    }

    /** Prints a line of its own between those of progress. */
    public void say(String line) {
        if (open) {
            out.print(ERASE);
            open = false;
        }
        out.println(line);
        out.flush();
    }

    private void show(Progress progress) {
        String line = "  " + progress.line(perSecond);
        if (terminal) {
            out.print(ERASE + line);
            open = true;
        } else {
            out.println(line);
        }
        out.flush();
    }
}
