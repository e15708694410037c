/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import org.apache.flink.annotation.Experimental;

/** What the service accepts and returns in one request. */
@Experimental
public final class DataHubLimits {

    /**
     * Largest body of a request, the frame included; whether the service means packed or raw bytes
     * is not documented, so raw ones are counted.
     */
    public static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** Most records of a request that writes. */
    public static final int MAX_RECORDS_PER_REQUEST = 10_000;

    /** Most records returned at once. */
    public static final int MAX_READ_LIMIT = 1000;

    private DataHubLimits() {}
}
