/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import io.spillway.common.credentials.Secret;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Options of tables and catalogs that talk to a service over HTTP: the way to it. */
@PublicEvolving
public final class HttpOptions {

    public static final ConfigOption<String> PROXY_ADDRESS =
            ConfigOptions.key("proxy.address")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "HTTP proxy to go through, as host:port. Default: what the JVM's "
                                    + "properties (https.proxyHost and so on) say.");

    public static final ConfigOption<String> PROXY_USERNAME =
            ConfigOptions.key("proxy.username")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("User of a proxy that asks for one (Basic scheme).");

    public static final ConfigOption<String> PROXY_PASSWORD =
            ConfigOptions.key("proxy.password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Password of the proxy's user.");

    public static final ConfigOption<String> TRUST_STORE_PATH =
            ConfigOptions.key("ssl.trust-store.path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the certificates to trust instead of the JVM's, on the "
                                    + "JobManager, each TaskManager and where queries are planned. "
                                    + "Host names are verified all the same.");

    public static final ConfigOption<String> TRUST_STORE_PASSWORD =
            ConfigOptions.key("ssl.trust-store.password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Password of a trust store that has one.");

    public static final ConfigOption<TrustStore.Type> TRUST_STORE_TYPE =
            ConfigOptions.key("ssl.trust-store.type")
                    .enumType(TrustStore.Type.class)
                    .defaultValue(TrustStore.Type.AUTO)
                    .withDescription("Format of the trust store.");

    private HttpOptions() {}

    /** All of them, for a factory's optional options. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                PROXY_ADDRESS,
                PROXY_USERNAME,
                PROXY_PASSWORD,
                TRUST_STORE_PATH,
                TRUST_STORE_PASSWORD,
                TRUST_STORE_TYPE);
    }

    /**
     * The proxy these options describe, null if none.
     *
     * @throws IllegalArgumentException naming the option, the value and the mend
     */
    @Nullable
    public static HttpProxy proxy(ReadableConfig options) {
        String address = options.get(PROXY_ADDRESS);
        String user = options.get(PROXY_USERNAME);
        String password = options.get(PROXY_PASSWORD);
        if (address == null) {
            requireUnset(options, PROXY_USERNAME, PROXY_ADDRESS);
            requireUnset(options, PROXY_PASSWORD, PROXY_ADDRESS);
            return null;
        }
        if (user == null || password == null) {
            requireUnset(options, PROXY_USERNAME, PROXY_PASSWORD);
            requireUnset(options, PROXY_PASSWORD, PROXY_USERNAME);
        }
        try {
            return HttpProxy.of(address, user, secret(password));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + PROXY_ADDRESS.key() + "' makes no sense: " + e.getMessage(), e);
        }
    }

    /**
     * The trust store these options describe, null if none. The file is read by those who connect.
     *
     * @throws IllegalArgumentException naming the option, the value and the mend
     */
    @Nullable
    public static TrustStore trustStore(ReadableConfig options) {
        String path = options.get(TRUST_STORE_PATH);
        if (path == null) {
            requireUnset(options, TRUST_STORE_PASSWORD, TRUST_STORE_PATH);
            requireUnset(options, TRUST_STORE_TYPE, TRUST_STORE_PATH);
            return null;
        }
        if (path.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + TRUST_STORE_PATH.key() + "' is empty: remove it, or name a file.");
        }
        return new TrustStore(
                path, secret(options.get(TRUST_STORE_PASSWORD)), options.get(TRUST_STORE_TYPE));
    }

    @Nullable
    private static Secret secret(@Nullable String value) {
        return value == null || value.isEmpty() ? null : Secret.of(value);
    }

    private static void requireUnset(
            ReadableConfig options, ConfigOption<?> given, ConfigOption<?> missing) {
        if (options.getOptional(given).isPresent()) {
            throw new IllegalArgumentException(
                    "'"
                            + given.key()
                            + "' is set, but '"
                            + missing.key()
                            + "' is not: set both or neither.");
        }
    }
}
