/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.DataHubGatewayFactory;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ReadableConfig;

/** How options of the connector reach a service, for those who have no table. */
@Internal
public final class TableGateways {

    private TableGateways() {}

    /**
     * @param options those of {@link DataHubConnectorOptions} that tell endpoint, credentials and
     *     transport
     * @throws org.apache.flink.table.api.ValidationException naming the option that makes no sense
     */
    public static DataHubGatewayFactory of(ReadableConfig options) {
        return DataHubTableConfig.gatewayFactory(options);
    }
}
