/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * Wakes up a task that waits for nothing but timers, which may be silent: Flink silences those of
 * an operator that has finished, and it is after that that it takes the savepoint with which a job
 * is stopped. Of the task thread.
 */
@Internal
final class IdleTicks {

    private static final long MILLIS = 20;

    private final MailboxExecutor mailbox;
    private final TaskStep.Guard guard;
    private final TaskStep action;
    private boolean awaited;

    /**
     * @param guard runs the action
     * @param action must bear being called early
     */
    IdleTicks(MailboxExecutor mailbox, TaskStep.Guard guard, TaskStep action) {
        this.mailbox = mailbox;
        this.guard = guard;
        this.action = action;
    }

    /** Has a mail come soon, unless one is to come already. */
    void next() {
        if (awaited) {
            return;
        }
        awaited = true;
        // a task that has ended by then takes no mails, and nobody waits for this one
        CompletableFuture.runAsync(
                () -> mailbox.execute(this::tick, "A sink waits and looks whether it is time"),
                CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS));
    }

    private void tick() throws Exception {
        awaited = false;
        guard.run(action);
    }
}
