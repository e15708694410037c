/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.fault;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Says which requests of a kind meet a fault, and which fault. */
public final class FaultBuilder {

    private final String action;
    private final List<Rule> rules;
    private int skipped;

    FaultBuilder(String action, List<Rule> rules) {
        this.action = Objects.requireNonNull(action, "action");
        this.rules = rules;
    }

    /** Lets this many requests pass first. */
    public FaultBuilder skip(int requests) {
        skipped = requests;
        return this;
    }

    /** The socket is dropped with nothing done. */
    public void closeBefore(int requests) {
        add(requests, Fate.GOOD.ending(Fate.Ending.CLOSED_BEFORE));
    }

    /** The request is done, its answer lost: the socket is dropped. */
    public void closeAfter(int requests) {
        add(requests, Fate.GOOD.ending(Fate.Ending.CLOSED_AFTER));
    }

    /** The request is done, and the socket dropped in the middle of its answer. */
    public void closeWithinAnswer(int requests) {
        add(requests, Fate.GOOD.ending(Fate.Ending.CUT));
    }

    /** The request is done and never answered; the socket stays open. */
    public void swallowAnswer(int requests) {
        add(requests, Fate.GOOD.ending(Fate.Ending.UNANSWERED));
    }

    /** The answer comes later. */
    public void delay(int requests, Duration delay) {
        add(requests, Fate.GOOD.laterBy(delay));
    }

    /** Nothing is done; the answer is an error. */
    public void answerCode(int requests, int code, String message) {
        add(requests, Fate.GOOD.failing(code, message));
    }

    private void add(int requests, Fate fate) {
        rules.add(new Rule(action, skipped, requests, fate));
    }
}
