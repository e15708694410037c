/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.fault;

import java.util.Locale;

/** A fault of the next requests of a kind. Thread-safe. */
final class Rule {

    private final String action;
    private final Fate fate;
    private int skipped;
    private int left;

    Rule(String action, int skipped, int left, Fate fate) {
        this.action = action;
        this.skipped = skipped;
        this.left = left;
        this.fate = fate;
    }

    String action() {
        return action;
    }

    Fate fate() {
        return fate;
    }

    synchronized boolean takes(String requested) {
        if (left == 0 || !action.equals(TDengineFaults.ANY) && !action.equals(requested)) {
            return false;
        }
        if (skipped > 0) {
            skipped--;
            return false;
        }
        left--;
        return true;
    }

    synchronized boolean isSpent() {
        return left == 0;
    }

    @Override
    public synchronized String toString() {
        String what =
                fate.code() != 0
                        ? "code 0x" + Integer.toHexString(fate.code())
                        : fate.ending() == Fate.Ending.ANSWERED
                                ? "delay " + fate.delay().toMillis() + " ms"
                                : fate.ending().name().toLowerCase(Locale.ROOT);
        return left + " requests" + (skipped > 0 ? " after " + skipped : "") + ": " + what;
    }
}
