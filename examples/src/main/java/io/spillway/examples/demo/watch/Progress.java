/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import java.util.Locale;
import org.apache.flink.annotation.Internal;

/**
 * How far everything is.
 *
 * @param made row changes committed in PostgreSQL
 * @param captured changes in Kafka
 * @param applied changes in DataHub, each counted once
 * @param delivered deliveries of changes to DataHub
 * @param deadLettered letters
 * @param checkpoint number of the latest completed checkpoint, 0 if there is none
 */
@Internal
public record Progress(
        long made,
        long captured,
        long applied,
        long delivered,
        long deadLettered,
        long checkpoint) {

    /** One line for people. */
    String line(long perSecond) {
        return String.format(
                Locale.ROOT,
                "captured %,d   applied %,d   dead-lettered %,d   %,d changes/s   checkpoint %d",
                captured,
                applied,
                deadLettered,
                perSecond,
                checkpoint);
    }

    /** Whether nothing moved in between, but for the time. */
    boolean sameWorkAs(Progress other) {
        return made == other.made
                && captured == other.captured
                && delivered == other.delivered
                && deadLettered == other.deadLettered;
    }
}
