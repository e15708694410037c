/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.lookup;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import java.io.Serializable;
import java.time.ZoneId;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What is looked up and how.
 *
 * @param rowType the columns to answer
 * @param keyType the columns whose values are given
 * @param lastRow whether only the newest row of each child table counts
 * @param zone of times without one
 * @param limit most rows of an answer; more are an error
 */
@Internal
public record LookupSettings(
        TDengineGatewayFactory gateways,
        String database,
        String table,
        RowType rowType,
        RowType keyType,
        boolean lastRow,
        ZoneId zone,
        int limit,
        RetryPolicy retries)
        implements Serializable {}
