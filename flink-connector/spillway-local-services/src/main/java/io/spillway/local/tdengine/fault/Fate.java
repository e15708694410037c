/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.fault;

import java.time.Duration;
import javax.annotation.Nullable;

/**
 * What becomes of one request.
 *
 * @param delay of its answer
 * @param code the error it is answered with instead of being done; 0 for none
 * @param message the error's text, null if there is none
 */
public record Fate(Ending ending, Duration delay, int code, @Nullable String message) {

    /** It is done and answered. */
    public static final Fate GOOD = new Fate(Ending.ANSWERED, Duration.ZERO, 0, null);

    Fate ending(Ending value) {
        return new Fate(value, delay, code, message);
    }

    Fate laterBy(Duration more) {
        return more.isZero() ? this : new Fate(ending, delay.plus(more), code, message);
    }

    Fate failing(int errorCode, String errorMessage) {
        return new Fate(ending, delay, errorCode, errorMessage);
    }

    /** How the exchange ends. */
    public enum Ending {
        ANSWERED,
        CLOSED_BEFORE,
        CLOSED_AFTER,
        CUT,
        UNANSWERED
    }
}
