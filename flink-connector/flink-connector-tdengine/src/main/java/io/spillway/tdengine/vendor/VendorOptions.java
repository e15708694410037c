/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of the vendor's connector, as its documentation and its code have them. */
@Internal
final class VendorOptions {

    static final ConfigOption<String> MODE = option("td.jdbc.mode");
    static final ConfigOption<String> JDBC_URL = option("td.jdbc.url");
    static final ConfigOption<String> HOST = option("host");
    static final ConfigOption<String> PORT = option("port");
    static final ConfigOption<String> USER = option("user");
    static final ConfigOption<String> PASSWORD = option("password");
    static final ConfigOption<String> DATABASE = option("dbname");
    static final ConfigOption<String> TABLE = option("table.name");

    /** As the vendor's examples spell it. */
    static final ConfigOption<String> TABLE_OF_EXAMPLES = option("table-name");

    static final ConfigOption<String> SCAN_QUERY = option("scan.query");
    static final ConfigOption<String> BOOTSTRAP_SERVERS = option("bootstrap.servers");
    static final ConfigOption<String> URL = option("url");
    static final ConfigOption<String> TOPIC = option("topic");
    static final ConfigOption<String> GROUP_ID = option("group.id");
    static final ConfigOption<String> CLIENT_ID = option("client.id");
    static final ConfigOption<String> POLL_INTERVAL = option("poll.interval_ms");
    static final ConfigOption<String> OFFSET_RESET = option("auto.offset.reset");
    static final ConfigOption<String> AUTO_COMMIT = option("enable.auto.commit");
    static final ConfigOption<String> AUTO_COMMIT_INTERVAL = option("auto.commit.interval.ms");
    static final ConfigOption<String> SINK_DATABASE = option("sink.db.name");
    static final ConfigOption<String> SINK_SUPER_TABLE = option("sink.supertable.name");
    static final ConfigOption<String> SINK_TABLE = option("sink.table.name");
    static final ConfigOption<String> SINK_BATCH_SIZE = option("sink.batch.size");
    static final ConfigOption<String> SINK_PARALLELISM = option(FactoryUtil.SINK_PARALLELISM.key());
    static final ConfigOption<String> CHARSET = option("charset");
    static final ConfigOption<String> ENCODING = option("value.deserializer.encoding");
    static final ConfigOption<String> LOCALE = option("locale");
    static final ConfigOption<String> TIME_ZONE = option("timezone");
    static final ConfigOption<String> AUTO_RECONNECT = option("enableAutoReconnect");
    static final ConfigOption<String> RECONNECT_INTERVAL = option("reconnectIntervalMs");
    static final ConfigOption<String> RECONNECT_RETRIES = option("reconnectRetryCount");
    static final ConfigOption<String> BATCH_MODE = option("td.batch.mode");

    /** All but the mode, which is required. */
    static final Set<ConfigOption<?>> OPTIONAL =
            Set.of(
                    JDBC_URL,
                    HOST,
                    PORT,
                    USER,
                    PASSWORD,
                    DATABASE,
                    TABLE,
                    TABLE_OF_EXAMPLES,
                    SCAN_QUERY,
                    BOOTSTRAP_SERVERS,
                    URL,
                    TOPIC,
                    GROUP_ID,
                    CLIENT_ID,
                    POLL_INTERVAL,
                    OFFSET_RESET,
                    AUTO_COMMIT,
                    AUTO_COMMIT_INTERVAL,
                    SINK_DATABASE,
                    SINK_SUPER_TABLE,
                    SINK_TABLE,
                    SINK_BATCH_SIZE,
                    SINK_PARALLELISM,
                    CHARSET,
                    ENCODING,
                    LOCALE,
                    TIME_ZONE,
                    AUTO_RECONNECT,
                    RECONNECT_INTERVAL,
                    RECONNECT_RETRIES,
                    BATCH_MODE);

    private VendorOptions() {}

    private static ConfigOption<String> option(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue();
    }
}
