/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.PublicEvolving;

/** What became of one entry of a batch that was sent. */
@PublicEvolving
public enum EntryOutcome {
    /** Stands at the far end. */
    WRITTEN,
    /** Passing trouble: sent again after a back-off, up to the retry policy's limits. */
    RETRY,
    /** The lane is over its quota: sent again after a back-off that only its lane feels. */
    THROTTLED,
    /**
     * The lane is gone (sealed, split, moved): its entries need a new lane, then are sent again.
     */
    REROUTE,
    /** Can never be written: handled as {@code on-error} says. */
    REJECTED,
    /** Fails the job at once. */
    FATAL
}
