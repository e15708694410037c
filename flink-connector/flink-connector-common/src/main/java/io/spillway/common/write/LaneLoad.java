/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.Internal;

/** How much a lane would welcome another entry, the best first. */
@Internal
public enum LaneLoad {
    /** Less than a batch waits. */
    LOW,
    /** A batch or more waits, and is sent as fast as answers come. */
    FULL,
    /** Nothing is sent for now: the lane is throttled, or gone until lanes are looked up again. */
    HELD_BACK
}
