/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.annotation.Internal;

/** Ids for requests: positive, never twice in this process and hardly ever in two. */
@Internal
final class RequestIds {

    private static final AtomicLong NEXT =
            new AtomicLong((long) ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) << 32);

    private RequestIds() {}

    static long next() {
        return NEXT.incrementAndGet();
    }
}
