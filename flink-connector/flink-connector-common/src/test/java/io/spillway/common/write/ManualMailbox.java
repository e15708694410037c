/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * A mailbox without a thread: mails, of any thread, run when the code under test yields or the test
 * says so. A yield for which nothing can ever arrive fails instead of hanging.
 */
final class ManualMailbox implements MailboxExecutor {

    private final Queue<ThrowingRunnable<? extends Exception>> mails =
            new ConcurrentLinkedQueue<>();
    private BooleanSupplier whileIdle = () -> false;
    private int yields;

    /** What happens in the world outside while the task waits; false if nothing is left to. */
    void whileIdle(BooleanSupplier action) {
        whileIdle = action;
    }

    int yields() {
        return yields;
    }

    void runAll() {
        while (tryYield()) {
            // until empty
        }
    }

    @Override
    public void execute(
            MailOptions options,
            ThrowingRunnable<? extends Exception> command,
            String description,
            Object... arguments) {
        mails.add(command);
    }

    @Override
    public void yield() throws FlinkRuntimeException {
        yields++;
        if (tryYield()) {
            return;
        }
        if (!whileIdle.getAsBoolean()) {
            throw new AssertionError("waits for ever: no mail, no timer, no answer to come");
        }
        tryYield();
    }

    @Override
    public boolean tryYield() throws FlinkRuntimeException {
        ThrowingRunnable<? extends Exception> mail = mails.poll();
        if (mail == null) {
            return false;
        }
        try {
            mail.run();
        } catch (Exception e) {
            ExceptionUtils.rethrow(e);
        }
        return true;
    }

    @Override
    public boolean shouldInterrupt() {
        return false;
    }
}
