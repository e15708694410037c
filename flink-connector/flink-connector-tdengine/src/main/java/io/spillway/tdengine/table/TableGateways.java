/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.client.TDengineGatewayFactory;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** How options of the connector reach a server, for those who have no table. */
@Internal
public final class TableGateways {

    private TableGateways() {}

    /**
     * Gateways in no database.
     *
     * @param options those of {@link TDengineConnectorOptions} and {@link
     *     io.spillway.common.http.HttpOptions} that tell endpoints, credentials and transport
     * @throws ValidationException naming the option that makes no sense
     */
    public static TDengineGatewayFactory of(ReadableConfig options) {
        return TDengineTableConfig.gateways(options, null);
    }
}
