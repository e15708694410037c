/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Something done on the task thread by a mail or a timer. */
@Internal
@FunctionalInterface
interface TaskStep {

    void run() throws IOException, InterruptedException;

    /** Runs steps so that what they throw is not forgotten. */
    @FunctionalInterface
    interface Guard {
        void run(TaskStep step) throws IOException, InterruptedException;
    }
}
