/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.config;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * All about a scan but what becomes of its rows.
 *
 * @param splitInterval time of a split, null to split by tables only
 * @param splitTables most tables of a split
 * @param limit most rows wanted of a reader
 * @param boundaryTopic topic whose ends are noted before the first row is read, null for none
 */
@Internal
public record ScanConfig(
        TDengineGatewayFactory gateways,
        ScanTarget target,
        @Nullable Duration splitInterval,
        int splitTables,
        long limit,
        @Nullable String boundaryTopic,
        RetryPolicy retries,
        ErrorPolicy errors)
        implements Serializable {

    public static final long NO_LIMIT = Long.MAX_VALUE;
}
