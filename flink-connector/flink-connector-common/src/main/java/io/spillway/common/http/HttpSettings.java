/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Limits of an {@link AsyncHttpClient}.
 *
 * @param connectTimeout most time to open a connection
 * @param requestTimeout most time for a whole call: connecting, sending and reading the answer
 * @param maxResponseBytes largest body accepted, as it comes over the wire
 * @param proxy proxy to go through; null: the JVM's own proxy settings decide
 * @param trustStore whose certificates to trust; null: those the JVM trusts
 */
@Internal
public record HttpSettings(
        Duration connectTimeout,
        Duration requestTimeout,
        int maxResponseBytes,
        @Nullable HttpProxy proxy,
        @Nullable TrustStore trustStore)
        implements Serializable {

    public HttpSettings {
        requirePositive("connect timeout", connectTimeout);
        requirePositive("request timeout", requestTimeout);
        if (maxResponseBytes < 1) {
            throw new IllegalArgumentException(
                    "the largest response must be at least 1 byte, is " + maxResponseBytes);
        }
    }

    /** Trusts whom the JVM trusts. */
    public HttpSettings(
            Duration connectTimeout,
            Duration requestTimeout,
            int maxResponseBytes,
            @Nullable HttpProxy proxy) {
        this(connectTimeout, requestTimeout, maxResponseBytes, proxy, null);
    }

    private static void requirePositive(String what, Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "the " + what + " must be longer than zero, is " + value);
        }
    }
}
