/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where other threads leave what the task thread is to do, and wake it up. All methods may be
 * called by any thread unless they say otherwise.
 */
final class Mailbox {

    /** Something to do on the task thread. */
    @FunctionalInterface
    interface Mail {
        void open() throws Exception;
    }

    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    void put(Mail mail) {
        mails.add(mail);
        wake();
    }

    /** There is something to do, in the mailbox or elsewhere. */
    void wake() {
        CompletableFuture<Void> toComplete;
        synchronized (this) {
            toComplete = available;
        }
        toComplete.complete(null);
    }

    /** Complete if there may be something to do. */
    synchronized CompletableFuture<Void> available() {
        return available;
    }

    /**
     * From now on nothing is known to be to do. Whoever calls this looks once more afterwards, lest
     * something came in between.
     */
    synchronized void expectNothing() {
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
    }

    boolean isEmpty() {
        return mails.isEmpty();
    }

    /** Opens all mail. Task thread. */
    void openAll() throws Exception {
        for (Mail mail = mails.poll(); mail != null; mail = mails.poll()) {
            mail.open();
        }
    }
}
