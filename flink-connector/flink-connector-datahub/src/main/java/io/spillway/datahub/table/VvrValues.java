/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.catalog.TableContext;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.factories.DynamicTableFactory;

/**
 * What Alibaba's own connector means by a DDL and Flink's options alone do not tell: values that no
 * type of an option knows, and other defaults. Names are fallback keys of the options themselves.
 */
@Internal
final class VvrValues {

    private static final String COMPRESSION = "CompressType";

    /**
     * Required there and spelt otherwise here: whoever writes this has a DDL for that connector.
     */
    private static final String ENDPOINT = "endPoint";

    /** The defaults there, of options that have another default here. */
    private static final Map<ConfigOption<?>, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry(DataHubScanOptions.SCAN_FETCH_MAX_ROWS, "50"),
                    Map.entry(DataHubScanOptions.SCAN_BUFFER_MAX_ROWS, "50"),
                    Map.entry(DataHubScanOptions.SCAN_EMPTY_READ_BACKOFF, "500 ms"),
                    Map.entry(DataHubScanOptions.SCAN_LENGTH_CHECK, "none"),
                    Map.entry(DataHubScanOptions.SCAN_RETRY_TIMEOUT, "1800000 ms"),
                    Map.entry(DataHubScanOptions.SCAN_RETRY_INITIAL_DELAY, "1000 ms"),
                    Map.entry(DataHubConnectorOptions.SINK_BATCH_MAX_ROWS, "500"),
                    Map.entry(DataHubConnectorOptions.SINK_BATCH_MAX_BYTES, "512000 b"),
                    Map.entry(DataHubConnectorOptions.SINK_FLUSH_INTERVAL, "5000 ms"),
                    Map.entry(DataHubConnectorOptions.SINK_RETRY_TIMEOUT, "1800000 ms"),
                    Map.entry(DataHubConnectorOptions.SINK_RETRY_INITIAL_DELAY, "1000 ms"));

    private VvrValues() {}

    /** The same table in Flink's words. */
    static DynamicTableFactory.Context translated(DynamicTableFactory.Context context) {
        Map<String, String> options = context.getCatalogTable().getOptions();
        Map<String, String> translated = new HashMap<>(options);
        String compression = options.get(COMPRESSION);
        if (compression != null && compression.isBlank()) {
            translated.put(COMPRESSION, "none");
        }
        if (options.containsKey(ENDPOINT)) {
            Configuration declared = Configuration.fromMap(options);
            DEFAULTS.forEach(
                    (option, value) -> {
                        if (!declared.contains(option)) {
                            translated.put(option.key(), value);
                        }
                    });
        }
        return translated.equals(options) ? context : TableContext.of(context, translated);
    }
}
