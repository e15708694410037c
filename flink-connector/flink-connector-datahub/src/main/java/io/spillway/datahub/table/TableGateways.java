/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static io.spillway.datahub.table.DataHubConnectorOptions.*;

import io.spillway.common.credentials.Credentials;
import io.spillway.common.credentials.CredentialsProvider;
import io.spillway.common.credentials.DefaultCredentialsProvider;
import io.spillway.common.credentials.Secret;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.http.HttpOptions;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** How options of the connector reach a service: for tables, and for those who have none. */
@Internal
public final class TableGateways {

    private TableGateways() {}

    /**
     * @param options those of {@link DataHubConnectorOptions} and {@link HttpOptions} that tell
     *     endpoint, credentials and transport
     * @throws ValidationException naming the option that makes no sense
     */
    public static DataHubGatewayFactory of(ReadableConfig options) {
        CredentialsProvider credentials = credentials(options);
        return DataHubTableConfig.checked(
                () ->
                        HttpDataHubGateway.factory(
                                DataHubGatewayOptions.builder()
                                        .endpoint(options.get(ENDPOINT))
                                        .credentials(credentials)
                                        .encoding(options.get(ENCODING))
                                        .compression(options.get(COMPRESSION))
                                        .connectTimeout(options.get(CONNECT_TIMEOUT))
                                        .requestTimeout(options.get(REQUEST_TIMEOUT))
                                        .proxy(HttpOptions.proxy(options))
                                        .trustStore(HttpOptions.trustStore(options))
                                        .build()));
    }

    private static CredentialsProvider credentials(ReadableConfig options) {
        String id = options.get(ACCESS_ID);
        String secret = options.get(ACCESS_KEY_SECRET);
        String token = options.get(SECURITY_TOKEN);
        if (id == null && secret == null && token == null) {
            return new DefaultCredentialsProvider();
        }
        requireTogether(ACCESS_ID, id);
        requireTogether(ACCESS_KEY_SECRET, secret);
        return new StaticCredentialsProvider(
                new Credentials(id, Secret.of(secret), token == null ? null : Secret.of(token)));
    }

    private static void requireTogether(ConfigOption<String> option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new ValidationException(
                    "'"
                            + option.key()
                            + "' is missing: set both 'access-id' and 'access-key-secret', or "
                            + "neither to take them from the environment.");
        }
    }
}
