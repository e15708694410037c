/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A record nobody can apply, and where it stands.
 *
 * @param number its header {@link #HEADER}
 * @param kind what is wrong with it
 */
@Internal
public record Poison(
        int number,
        String kind,
        String topic,
        int partition,
        long offset,
        @Nullable byte[] key,
        byte[] value) {

    /** Header that tells the demo's own poison from the records of Debezium. */
    public static final String HEADER = "demo-poison";
}
