/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.CredentialsProvider;
import io.spillway.common.http.HttpProxy;
import io.spillway.common.http.HttpSettings;
import io.spillway.common.http.TrustStore;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/** Where a DataHub service is and how to talk to it. Immutable; prints no secrets. */
@Experimental
public final class DataHubGatewayOptions implements Serializable {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

    private static final long serialVersionUID = 1L;

    private final String endpoint;
    private final CredentialsProvider credentials;
    private final Encoding encoding;
    private final Compression compression;
    private final HttpSettings http;

    private DataHubGatewayOptions(Builder builder) {
        this.endpoint = checkEndpoint(builder.endpoint);
        this.credentials = Objects.requireNonNull(builder.credentials, "credentials are not set");
        this.encoding = Objects.requireNonNull(builder.encoding, "encoding");
        this.compression = Objects.requireNonNull(builder.compression, "compression");
        this.http =
                new HttpSettings(
                        builder.connectTimeout,
                        builder.requestTimeout,
                        builder.maxResponseBytes,
                        builder.proxy,
                        builder.trustStore);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Scheme, host and port, without a trailing slash. */
    public String endpoint() {
        return endpoint;
    }

    public CredentialsProvider credentials() {
        return credentials;
    }

    /** How records stand in requests and answers. */
    public Encoding encoding() {
        return encoding;
    }

    /** How records are packed in both directions. */
    public Compression compression() {
        return compression;
    }

    /** Most time to open a connection. */
    public Duration connectTimeout() {
        return http.connectTimeout();
    }

    /** Most time for a whole call. */
    public Duration requestTimeout() {
        return http.requestTimeout();
    }

    /** Largest answer accepted, packed or not. */
    public int maxResponseBytes() {
        return http.maxResponseBytes();
    }

    HttpSettings http() {
        return http;
    }

    @Override
    public String toString() {
        return "DataHub at " + endpoint;
    }

    private static String checkEndpoint(@Nullable String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            throw new IllegalArgumentException(
                    "the DataHub endpoint is not set; it looks like"
                            + " https://dh-cn-hangzhou.aliyuncs.com");
        }
        String trimmed = endpoint.trim();
        String base = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        try {
            URI uri = new URI(base);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean plain =
                    uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawPath().isEmpty()
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null
                            && uri.getPort() <= 0xffff;
            if (plain && (scheme.equals("http") || scheme.equals("https"))) {
                return base;
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the DataHub endpoint must not contain a user or password; give the access"
                                + " id and secret as options");
            }
        } catch (URISyntaxException e) {
            // reported below, in the user's words
        }
        throw new IllegalArgumentException(
                "the DataHub endpoint '"
                        + trimmed
                        + "' is not of the form http(s)://host[:port], for example"
                        + " https://dh-cn-hangzhou.aliyuncs.com");
    }

    /** Builds {@link DataHubGatewayOptions}; endpoint and credentials must be set. */
    public static final class Builder {

        @Nullable private String endpoint;
        @Nullable private CredentialsProvider credentials;
        private Encoding encoding = Encoding.PB;
        private Compression compression = Compression.LZ4;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        private int maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES;
        @Nullable private HttpProxy proxy;
        @Nullable private TrustStore trustStore;

        private Builder() {}

        /** {@code http(s)://host[:port]}. */
        public Builder endpoint(String value) {
            endpoint = value;
            return this;
        }

        public Builder credentials(CredentialsProvider value) {
            credentials = value;
            return this;
        }

        /** How records stand in requests and answers; {@link Encoding#PB} if not set. */
        public Builder encoding(Encoding value) {
            encoding = value;
            return this;
        }

        /** Default LZ4. */
        public Builder compression(Compression value) {
            compression = value;
            return this;
        }

        /** Default 10 seconds. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /** For a whole call, connecting included; default 30 seconds. */
        public Builder requestTimeout(Duration value) {
            requestTimeout = value;
            return this;
        }

        /** Largest answer, packed or not; default 64 MiB. */
        public Builder maxResponseBytes(int value) {
            maxResponseBytes = value;
            return this;
        }

        /** Whose certificates to trust; by default those the JVM trusts. */
        public Builder trustStore(@Nullable TrustStore value) {
            trustStore = value;
            return this;
        }

        /** A proxy to go through; by default the JVM's own settings decide. */
        public Builder proxy(@Nullable HttpProxy value) {
            proxy = value;
            return this;
        }

        /**
         * @throws IllegalArgumentException if a value is missing or makes no sense
         */
        public DataHubGatewayOptions build() {
            if (credentials == null) {
                throw new IllegalArgumentException("the DataHub credentials are not set");
            }
            return new DataHubGatewayOptions(this);
        }
    }
}
