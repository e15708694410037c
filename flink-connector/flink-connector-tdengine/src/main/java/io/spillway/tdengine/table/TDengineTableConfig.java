/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static io.spillway.tdengine.table.TDengineConnectorOptions.*;

import io.spillway.common.credentials.Secret;
import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.http.HttpOptions;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The checked options of one table.
 *
 * @param zone of times without one
 */
@Internal
public record TDengineTableConfig(
        ReadableConfig options, TDengineGatewayFactory gateways, ErrorPolicy errors, ZoneId zone) {

    private static final String OFFSET_RESET = "auto.offset.reset";

    /**
     * @throws ValidationException naming the option, the value and the mend
     */
    static TDengineTableConfig of(
            FactoryUtil.TableFactoryHelper helper, DynamicTableFactory.Context context) {
        refuseOffsetReset(context.getCatalogTable().getOptions());
        // which options a target of dead letters has depends on its type: checked with the policy
        helper.validateExcept(DeadLetterOptions.PREFIX);
        ReadableConfig options = helper.getOptions();
        ErrorPolicy errors =
                DeadLetterWriters.policy(
                        context.getCatalogTable().getOptions(), context.getClassLoader());
        return new TDengineTableConfig(
                options, gateways(options), errors, zone(options, context.getConfiguration()));
    }

    /**
     * The vendor's option counts only where the group has committed nothing, {@code
     * scan.startup.mode} does not ask for that: the one must not be taken for the other.
     */
    private static void refuseOffsetReset(Map<String, String> given) {
        String reset = given.get(OFFSET_RESET);
        if (reset != null) {
            throw new ValidationException(
                    "'"
                            + OFFSET_RESET
                            + "' = '"
                            + reset
                            + "' is no option of connector 'tdengine': set 'scan.startup.mode' = '"
                            + (reset.equals("latest") ? "committed-or-latest" : "committed")
                            + "', which begins at the offsets the group has committed as the"
                            + " vendor's option does, or 'earliest' or 'latest', which do not look"
                            + " at them.");
        }
    }

    /** How options of the connector reach a server, in the database they name. */
    static TDengineGatewayFactory gateways(ReadableConfig options) {
        return gateways(options, options.get(DATABASE));
    }

    /**
     * How options of the connector reach a server.
     *
     * @param database what connections are in, null for none
     */
    static TDengineGatewayFactory gateways(ReadableConfig options, @Nullable String database) {
        String token = options.get(TOKEN);
        String password = options.get(PASSWORD);
        if (token == null && password == null) {
            throw new ValidationException(
                    "'password' is missing: set 'username' and 'password', or the 'token' of a cloud"
                            + " service.");
        }
        if (token != null && password != null) {
            throw new ValidationException(
                    "'token' and 'password' are both set; a connection is made with one of them:"
                            + " leave the other out.");
        }
        return checked(
                () ->
                        TDengineGateways.factory(
                                TDengineGatewayOptions.builder()
                                        .endpoints(options.get(ENDPOINTS))
                                        .database(database)
                                        .user(token == null ? options.get(USERNAME) : null)
                                        .password(password == null ? null : Secret.of(password))
                                        .token(token == null ? null : Secret.of(token))
                                        .tls(options.get(SSL_ENABLED))
                                        .trustStore(HttpOptions.trustStore(options))
                                        .proxy(HttpOptions.proxy(options))
                                        .transport(options.get(TRANSPORT))
                                        .connectTimeout(options.get(CONNECT_TIMEOUT))
                                        .requestTimeout(options.get(REQUEST_TIMEOUT))
                                        .build()));
    }

    String database() {
        return options.get(DATABASE);
    }

    /**
     * The value of an option that what the table is used for cannot do without.
     *
     * @param purpose such as {@code 'scan.mode' = 'subscribe'}
     */
    <T> T required(ConfigOption<T> option, String purpose) {
        return options.getOptional(option)
                .orElseThrow(
                        () ->
                                new ValidationException(
                                        "'"
                                                + option.key()
                                                + "' is missing: "
                                                + purpose
                                                + " needs it."));
    }

    /** Builders know their own limits; a table says the same as an error of its options. */
    static <T> T checked(Supplier<T> build) {
        return checked(Map.of(), build);
    }

    /**
     * As {@link #checked(Supplier)}, with the names of options.
     *
     * @param options by what builders call them
     */
    static <T> T checked(Map<String, ConfigOption<?>> options, Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            for (Map.Entry<String, ConfigOption<?>> option : options.entrySet()) {
                message = message.replace(option.getKey(), "'" + option.getValue().key() + "'");
            }
            throw new ValidationException(message, e);
        }
    }

    private static ZoneId zone(ReadableConfig options, ReadableConfig session) {
        String zone =
                options.getOptional(TIME_ZONE)
                        .orElseGet(() -> session.get(TableConfigOptions.LOCAL_TIME_ZONE));
        if (zone.equals("default")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "'time-zone' is '"
                            + zone
                            + "', which is no time zone; it looks like Asia/Shanghai or +08:00.",
                    e);
        }
    }

    /** Options may hold secrets. */
    @Override
    public String toString() {
        return "TDengine table " + database() + "." + options.get(TABLE_NAME);
    }
}
