/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Tells when nothing has moved for too long. Not thread-safe. */
@Internal
public final class StallGuard {

    private final Duration patience;
    @Nullable private Progress last;
    private long since;

    public StallGuard(Duration patience) {
        this.patience = patience;
    }

    /**
     * Notes how far everything is.
     *
     * @param nanoTime of {@link System#nanoTime}
     * @return whether it has been there for too long
     */
    public boolean isStalled(Progress progress, long nanoTime) {
        if (last == null || !progress.sameWorkAs(last)) {
            last = progress;
            since = nanoTime;
        }
        return nanoTime - since > patience.toNanos();
    }
}
