/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.failure;

import org.apache.flink.annotation.PublicEvolving;

/** What a failed call means for the records behind it. Every failure has exactly one kind. */
@PublicEvolving
public enum FailureKind {
    /** Passing trouble (timeouts, broken connections, 5xx): back off and try again, bounded. */
    RETRYABLE,
    /**
     * The service asks for less (quota, rate limit): back off longer, does not count as an error.
     */
    THROTTLED,
    /** This record can never be written or read: dead letter, ignore or fail, as the user chose. */
    RECORD,
    /**
     * Nothing will help but a person (credentials, missing topic, protocol error): fail at once.
     */
    FATAL
}
