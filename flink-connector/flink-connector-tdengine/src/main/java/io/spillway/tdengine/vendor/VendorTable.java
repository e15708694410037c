/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import io.spillway.tdengine.table.TDengineConnectorOptions;
import io.spillway.tdengine.table.TDengineScanOptions;
import io.spillway.tdengine.table.TDengineSinkOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of one table of the vendor's connector, and what they are called here. */
final class VendorTable {

    private static final String DEFAULT_USER = "root";
    private static final String DEFAULT_PASSWORD = "taosdata";
    private static final String DEFAULT_ENDPOINT = "localhost:6041";

    private final Map<String, String> options;
    private final Map<String, String> translated = new LinkedHashMap<>();

    VendorTable(Map<String, String> options) {
        this.options = options;
    }

    /**
     * For a table that is read.
     *
     * @throws ValidationException naming the option and what to write instead
     */
    Map<String, String> source() {
        checkCommon();
        String mode = mode();
        switch (mode) {
            case "source" -> {
                connectByUrl(VendorOptions.JDBC_URL);
                scan();
            }
            case "cdc" -> {
                connectByServers();
                subscription();
            }
            default ->
                    throw refused(
                            VendorOptions.MODE,
                            "is '"
                                    + mode
                                    + "', but the table is read; set it to 'source' for a query, or"
                                    + " to 'cdc' for a topic");
        }
        return translated;
    }

    /**
     * For a table that is written.
     *
     * @throws ValidationException naming the option and what to write instead
     */
    Map<String, String> sink() {
        checkCommon();
        if (!mode().equals("sink")) {
            throw refused(
                    VendorOptions.MODE,
                    "is '" + mode() + "', but the table is written; set it to 'sink'");
        }
        connectByUrl(VendorOptions.JDBC_URL);
        String database = get(VendorOptions.SINK_DATABASE);
        if (database != null) {
            put(TDengineConnectorOptions.DATABASE, database);
        }
        String superTable = get(VendorOptions.SINK_SUPER_TABLE);
        String table = get(VendorOptions.SINK_TABLE);
        if (superTable != null && table != null) {
            throw refused(
                    VendorOptions.SINK_TABLE,
                    "is set beside 'sink.supertable.name'; leave one of them out");
        }
        if (superTable == null && table == null) {
            throw missing(VendorOptions.SINK_SUPER_TABLE, "or 'sink.table.name'");
        }
        put(TDengineConnectorOptions.TABLE_NAME, superTable == null ? table : superTable);
        copy(VendorOptions.SINK_BATCH_SIZE, TDengineSinkOptions.SINK_BATCH_MAX_ROWS, "");
        copy(VendorOptions.SINK_PARALLELISM, FactoryUtil.SINK_PARALLELISM, "");
        requireDatabase(VendorOptions.SINK_DATABASE);
        return translated;
    }

    private void scan() {
        String query = get(VendorOptions.SCAN_QUERY);
        String table = table();
        if (query != null) {
            // the vendor reads the query, whatever table is named beside it
            put(TDengineScanOptions.SCAN_QUERY, query);
        } else if (table != null) {
            put(TDengineConnectorOptions.TABLE_NAME, table);
            requireDatabase(VendorOptions.DATABASE);
        } else {
            throw missing(VendorOptions.SCAN_QUERY, "or 'table.name'");
        }
    }

    private void subscription() {
        put(TDengineScanOptions.SCAN_MODE, TDengineScanOptions.ScanMode.SUBSCRIBE.toString());
        put(TDengineScanOptions.TOPIC, required(VendorOptions.TOPIC));
        put(TDengineScanOptions.GROUP_ID, required(VendorOptions.GROUP_ID));
        copy(VendorOptions.CLIENT_ID, TDengineScanOptions.CLIENT_ID, "");
        copy(VendorOptions.POLL_INTERVAL, TDengineScanOptions.SCAN_POLL_TIMEOUT, " ms");
        String reset = get(VendorOptions.OFFSET_RESET);
        put(
                TDengineScanOptions.SCAN_STARTUP_MODE,
                switch (reset == null ? "latest" : reset) {
                    case "earliest" -> TDengineScanOptions.StartupMode.COMMITTED.toString();
                    case "latest" -> TDengineScanOptions.StartupMode.COMMITTED_OR_LATEST.toString();
                    default ->
                            throw refused(
                                    VendorOptions.OFFSET_RESET,
                                    "is '" + reset + "'; set it to 'earliest' or to 'latest'");
                });
    }

    private void connectByUrl(ConfigOption<String> option) {
        String text = get(option);
        if (text == null) {
            String host = get(VendorOptions.HOST);
            if (host == null) {
                throw missing(option, "or 'host'");
            }
            String port = get(VendorOptions.PORT);
            put(TDengineConnectorOptions.ENDPOINTS, host + ':' + (port == null ? "6041" : port));
            credentials(Map.of());
        } else {
            connect(JdbcUrl.parse(option.key(), text));
        }
        String database = get(VendorOptions.DATABASE);
        if (database != null) {
            put(TDengineConnectorOptions.DATABASE, database);
        }
    }

    private void connectByServers() {
        String url = get(VendorOptions.URL);
        if (url == null) {
            String servers = get(VendorOptions.BOOTSTRAP_SERVERS);
            put(
                    TDengineConnectorOptions.ENDPOINTS,
                    servers == null ? DEFAULT_ENDPOINT : servers.replace(',', ';'));
            credentials(Map.of());
        } else {
            connect(JdbcUrl.parse(VendorOptions.URL.key(), url));
        }
    }

    private void connect(JdbcUrl url) {
        put(TDengineConnectorOptions.ENDPOINTS, url.endpoint());
        if (url.database() != null) {
            put(TDengineConnectorOptions.DATABASE, url.database());
        }
        credentials(url.parameters());
    }

    /** The vendor's defaults hold for its tables; a token needs no user. */
    private void credentials(Map<String, String> ofUrl) {
        if (Boolean.parseBoolean(ofUrl.get("useSSL"))) {
            put(TDengineConnectorOptions.SSL_ENABLED, "true");
        }
        if (ofUrl.containsKey("token")) {
            put(TDengineConnectorOptions.TOKEN, ofUrl.get("token"));
            return;
        }
        String user = get(VendorOptions.USER);
        String password = get(VendorOptions.PASSWORD);
        put(
                TDengineConnectorOptions.USERNAME,
                user != null ? user : ofUrl.getOrDefault("user", DEFAULT_USER));
        put(
                TDengineConnectorOptions.PASSWORD,
                password != null ? password : ofUrl.getOrDefault("password", DEFAULT_PASSWORD));
    }

    /** Options that hold for no mode or for every one. */
    private void checkCommon() {
        String zone = get(VendorOptions.TIME_ZONE);
        if (zone != null) {
            throw refused(
                    VendorOptions.TIME_ZONE,
                    "is '"
                            + zone
                            + "', the zone of the vendor's library, in which UTC-8 is China's; set"
                            + " Flink's 'table.local-time-zone', for example to Asia/Shanghai");
        }
        for (ConfigOption<String> option : Set.of(VendorOptions.CHARSET, VendorOptions.ENCODING)) {
            String charset = get(option);
            if (charset != null && !charset.replace("-", "").equalsIgnoreCase("UTF8")) {
                throw refused(option, "is '" + charset + "', but texts are UTF-8; leave it out");
            }
        }
        if (Boolean.parseBoolean(get(VendorOptions.BATCH_MODE))) {
            throw refused(
                    VendorOptions.BATCH_MODE,
                    "is true, which makes one record of many rows; leave it out: rows are read in"
                            + " batches anyway");
        }
    }

    private String mode() {
        return required(VendorOptions.MODE);
    }

    @Nullable
    private String table() {
        String table = get(VendorOptions.TABLE);
        return table == null ? get(VendorOptions.TABLE_OF_EXAMPLES) : table;
    }

    @Nullable
    private String get(ConfigOption<String> option) {
        String value = options.get(option.key());
        return value == null || value.isBlank() ? null : value.trim();
    }

    private String required(ConfigOption<String> option) {
        String value = get(option);
        if (value == null) {
            throw missing(option, "for this 'td.jdbc.mode'");
        }
        return value;
    }

    private void requireDatabase(ConfigOption<String> option) {
        if (!translated.containsKey(TDengineConnectorOptions.DATABASE.key())) {
            throw missing(option, "or a database in the URL");
        }
    }

    private void put(ConfigOption<?> option, String value) {
        translated.put(option.key(), value);
    }

    private void copy(ConfigOption<String> from, ConfigOption<?> to, String unit) {
        String value = get(from);
        if (value != null) {
            put(to, value + unit);
        }
    }

    private static ValidationException missing(ConfigOption<String> option, String also) {
        return new ValidationException("'" + option.key() + "' is missing; set it " + also + ".");
    }

    private static ValidationException refused(ConfigOption<String> option, String problem) {
        return new ValidationException("'" + option.key() + "' " + problem + ".");
    }

    /** Options may hold secrets. */
    @Override
    public String toString() {
        return "a table of the vendor's connector";
    }
}
