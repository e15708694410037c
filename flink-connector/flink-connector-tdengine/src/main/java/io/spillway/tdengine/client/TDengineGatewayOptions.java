/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.credentials.Secret;
import io.spillway.common.http.HttpProxy;
import io.spillway.common.http.TrustStore;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/** Where a TDengine server is and how to talk to it. Immutable; prints no secrets. */
@Experimental
public final class TDengineGatewayOptions implements Serializable {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

    private static final int LEAST_MAX_MESSAGE_BYTES = 1024;
    private static final long serialVersionUID = 1L;

    private final List<Endpoint> endpoints;
    @Nullable private final String database;
    @Nullable private final String user;
    @Nullable private final Secret password;
    @Nullable private final Secret token;
    private final boolean tls;
    @Nullable private final TrustStore trustStore;
    @Nullable private final HttpProxy proxy;
    private final Transport transport;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    @Nullable private final ZoneId timeZone;
    private final int maxMessageBytes;

    private TDengineGatewayOptions(Builder builder) {
        this.endpoints = builder.endpoints.stream().map(Endpoint::parse).toList();
        this.database = builder.database;
        this.user = builder.user;
        this.password = builder.password;
        this.token = builder.token;
        this.tls = builder.tls;
        this.trustStore = builder.trustStore;
        this.proxy = builder.proxy;
        this.transport = Objects.requireNonNull(builder.transport, "transport");
        this.connectTimeout = positive("connect timeout", builder.connectTimeout);
        this.requestTimeout = positive("request timeout", builder.requestTimeout);
        this.timeZone = builder.timeZone;
        this.maxMessageBytes = builder.maxMessageBytes;
        check();
    }

    public static Builder builder() {
        return new Builder();
    }

    private void check() {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "no TDengine endpoint is set; give the host and the port of taosAdapter, for"
                            + " example tdengine.example.com:6041");
        }
        if (database != null && database.isBlank()) {
            throw new IllegalArgumentException(
                    "the TDengine database is empty; name one or leave it out");
        }
        if (token == null && (user == null || user.isBlank() || password == null)) {
            throw new IllegalArgumentException(
                    "the TDengine credentials are not set; give a user and a password, or a token");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "the TDengine user and password must be given together; the "
                            + (user == null ? "user" : "password")
                            + " is missing");
        }
        if (trustStore != null && !tls) {
            throw new IllegalArgumentException(
                    "a trust store is set but TLS is not; switch TLS on or leave the trust store"
                            + " out");
        }
        if (proxy != null && transport == Transport.NATIVE) {
            throw new IllegalArgumentException(
                    "the native transport to TDengine does not go through a proxy; use WebSocket or"
                            + " REST, or leave the proxy out");
        }
        if (maxMessageBytes < LEAST_MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "the largest TDengine message must be at least "
                            + LEAST_MAX_MESSAGE_BYTES
                            + " bytes, is "
                            + maxMessageBytes);
        }
    }

    private static Duration positive(String what, @Nullable Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "the TDengine " + what + " must be longer than zero, is " + value);
        }
        return value;
    }

    /** As {@code host:port}. */
    public List<String> endpoints() {
        return endpoints.stream().map(Endpoint::toString).toList();
    }

    List<Endpoint> parsedEndpoints() {
        return endpoints;
    }

    /** The database that statements mean if they name none, null for none. */
    @Nullable
    public String database() {
        return database;
    }

    /** Null if there is only a token. */
    @Nullable
    public String user() {
        return user;
    }

    @Nullable
    public Secret password() {
        return password;
    }

    @Nullable
    public Secret token() {
        return token;
    }

    public boolean tls() {
        return tls;
    }

    /** Whose certificates to trust, null for those the JVM trusts. */
    @Nullable
    public TrustStore trustStore() {
        return trustStore;
    }

    /** The HTTP proxy to go through; null: the JVM's own proxy settings decide. */
    @Nullable
    public HttpProxy proxy() {
        return proxy;
    }

    public Transport transport() {
        return transport;
    }

    /** Most time to connect to one endpoint. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Most time the server may take for one request. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** The zone in which the server reads times without one, null for the server's own. */
    @Nullable
    public ZoneId timeZone() {
        return timeZone;
    }

    /** Largest message accepted from the server. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public String toString() {
        return "TDengine at "
                + String.join(",", endpoints())
                + (database == null ? "" : ", database " + database);
    }

    /** Builds {@link TDengineGatewayOptions}; endpoints and credentials must be set. */
    public static final class Builder {

        private List<String> endpoints = List.of();
        @Nullable private String database;
        @Nullable private String user;
        @Nullable private Secret password;
        @Nullable private Secret token;
        private boolean tls;
        @Nullable private TrustStore trustStore;
        @Nullable private HttpProxy proxy;
        private Transport transport = Transport.WEBSOCKET;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        @Nullable private ZoneId timeZone;
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;

        private Builder() {}

        /**
         * {@code host:port} of each taosAdapter, IPv6 addresses in brackets. They are tried in a
         * random order.
         */
        public Builder endpoints(List<String> values) {
            endpoints = List.copyOf(values);
            return this;
        }

        /** The database that statements mean if they name none. */
        public Builder database(@Nullable String value) {
            database = value;
            return this;
        }

        public Builder user(@Nullable String value) {
            user = value;
            return this;
        }

        public Builder password(@Nullable Secret value) {
            password = value;
            return this;
        }

        /** A token of TDengine Cloud, or one that taosAdapter gave upon a login. */
        public Builder token(@Nullable Secret value) {
            token = value;
            return this;
        }

        /** Whether to connect by TLS; by default not. */
        public Builder tls(boolean value) {
            tls = value;
            return this;
        }

        /** Whose certificates to trust; by default those the JVM trusts. */
        public Builder trustStore(@Nullable TrustStore value) {
            trustStore = value;
            return this;
        }

        /** An HTTP proxy to go through; by default what the JVM's properties say. */
        public Builder proxy(@Nullable HttpProxy value) {
            proxy = value;
            return this;
        }

        /** Default {@link Transport#WEBSOCKET}. */
        public Builder transport(Transport value) {
            transport = value;
            return this;
        }

        /** For one endpoint; default 10 seconds. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /** For one request to the server; default 60 seconds. */
        public Builder requestTimeout(Duration value) {
            requestTimeout = value;
            return this;
        }

        /** In which the server reads times without a zone; by default its own. */
        public Builder timeZone(@Nullable ZoneId value) {
            timeZone = value;
            return this;
        }

        /**
         * The same as {@link #timeZone(ZoneId)} by its name.
         *
         * @throws IllegalArgumentException if there is no such zone
         */
        public Builder timeZone(String value) {
            try {
                timeZone = ZoneId.of(value);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "the TDengine time zone '"
                                + value
                                + "' is not known; give a name such as Asia/Shanghai or UTC",
                        e);
            }
            return this;
        }

        /** Largest message accepted from the server; default 100 MiB. */
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        /**
         * @throws IllegalArgumentException if a value is missing or makes no sense
         */
        public TDengineGatewayOptions build() {
            return new TDengineGatewayOptions(this);
        }
    }
}
