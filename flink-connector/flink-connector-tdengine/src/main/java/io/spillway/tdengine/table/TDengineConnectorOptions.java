/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.client.Transport;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Options of the {@code tdengine} table connector that sources and the sink share. Where the
 * vendor's own connector has an option of the same meaning, its name is accepted as a fallback.
 */
@PublicEvolving
public final class TDengineConnectorOptions {

    public static final ConfigOption<List<String>> ENDPOINTS =
            ConfigOptions.key("endpoints")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withFallbackKeys("bootstrap.servers")
                    .withDescription(
                            "Where taosAdapter listens, host:port, several separated by semicolons: "
                                    + "a connection goes to one that answers. Usually port 6041.");

    public static final ConfigOption<String> DATABASE =
            ConfigOptions.key("database")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("dbname", "sink.db.name")
                    .withDescription("Database of the table.");

    public static final ConfigOption<String> TABLE_NAME =
            ConfigOptions.key("table-name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("table.name", "sink.supertable.name", "sink.table.name")
                    .withDescription(
                            "Super table, child table or normal table, as the server spells it.");

    public static final ConfigOption<String> USERNAME =
            ConfigOptions.key("username")
                    .stringType()
                    .defaultValue("root")
                    .withFallbackKeys("user")
                    .withDescription("User to log in as.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Password of the user. Needed unless there is a token.");

    public static final ConfigOption<String> TOKEN =
            ConfigOptions.key("token")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Token of a cloud service, instead of user and password.");

    public static final ConfigOption<Transport> TRANSPORT =
            ConfigOptions.key("transport")
                    .enumType(Transport.class)
                    .defaultValue(Transport.WEBSOCKET)
                    .withDescription(
                            "How to talk to the server. REST can query, and write in sink.mode = "
                                    + "sql; subscribing and prepared statements need WebSocket.");

    public static final ConfigOption<Boolean> SSL_ENABLED =
            ConfigOptions.key("ssl.enabled")
                    .booleanType()
                    .defaultValue(false)
                    .withFallbackKeys("useSSL")
                    .withDescription(
                            "Whether connections are encrypted; certificates are verified.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("connect.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Time to open a connection and log in.");

    public static final ConfigOption<Duration> REQUEST_TIMEOUT =
            ConfigOptions.key("request.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription("Time for one request, answer included.");

    public static final ConfigOption<String> TIME_ZONE =
            ConfigOptions.key("time-zone")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("timezone")
                    .withDescription(
                            "Zone of the values of TIMESTAMP columns (those without a zone), such as "
                                    + "Asia/Shanghai. TDengine keeps points in time. Default: the "
                                    + "session's table.local-time-zone.");

    private TDengineConnectorOptions() {}
}
