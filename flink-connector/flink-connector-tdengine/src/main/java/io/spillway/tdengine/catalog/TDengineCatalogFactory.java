/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import static io.spillway.tdengine.table.TDengineConnectorOptions.DATABASE;
import static io.spillway.tdengine.table.TDengineConnectorOptions.ENDPOINTS;
import static io.spillway.tdengine.table.TDengineConnectorOptions.TABLE_NAME;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import io.spillway.tdengine.table.TDengineScanOptions;
import io.spillway.tdengine.table.TDengineSinkOptions;
import io.spillway.tdengine.table.TableGateways;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Makes catalogs of type {@code tdengine}. Besides its own option it takes those of the connector
 * that can hold for all of its tables.
 */
@PublicEvolving
public final class TDengineCatalogFactory implements CatalogFactory {

    public static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOptions.key("default-database")
                    .stringType()
                    .defaultValue("information_schema")
                    .withDescription(
                            "Database that is the current one after USE CATALOG. The default is one"
                                    + " every server has, but not for tables of one's own.");

    /** The option by which Flink finds this factory. */
    private static final String CATALOG_TYPE = "type";

    @Override
    public String factoryIdentifier() {
        return TDengineDynamicTableFactory.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ENDPOINTS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options =
                new HashSet<>(new TDengineDynamicTableFactory().optionalOptions());
        List.of(
                        DATABASE,
                        TABLE_NAME,
                        TDengineScanOptions.SCAN_QUERY,
                        TDengineSinkOptions.SINK_TAGS,
                        TDengineSinkOptions.SINK_CHILD_TABLE)
                .forEach(options::remove);
        options.add(DEFAULT_DATABASE);
        return options;
    }

    @Override
    public Catalog createCatalog(Context context) {
        FactoryUtil.CatalogFactoryHelper helper =
                FactoryUtil.createCatalogFactoryHelper(this, context);
        helper.validateExcept(DeadLetterOptions.PREFIX);
        ReadableConfig options = helper.getOptions();
        Map<String, String> forTables = new HashMap<>(context.getOptions());
        List.of(CATALOG_TYPE, FactoryUtil.PROPERTY_VERSION.key(), DEFAULT_DATABASE.key())
                .forEach(forTables::remove);
        return new TDengineCatalog(
                context.getName(),
                options.get(DEFAULT_DATABASE),
                String.join(";", options.get(ENDPOINTS)),
                forTables,
                TableGateways.of(options));
    }
}
