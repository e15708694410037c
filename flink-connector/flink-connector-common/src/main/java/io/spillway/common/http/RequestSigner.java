/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * Adds what proves who is asking. Called once per attempt, right before the request is sent, so
 * that signatures which carry the time are never stale. Thread-safe.
 */
@Internal
@FunctionalInterface
public interface RequestSigner {

    /**
     * The headers to send besides those of the call; a header named in both is sent as given here.
     *
     * @throws IOException if there are no credentials to sign with
     */
    Map<String, String> sign(HttpCall call) throws IOException;
}
