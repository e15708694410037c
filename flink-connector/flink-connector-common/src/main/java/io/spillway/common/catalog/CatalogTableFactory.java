/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/**
 * Makes the tables of a catalog: adds the catalog's options, its credentials above all, to those of
 * each table when it is used, so that no table has them among its options. The table's win.
 */
@Internal
public final class CatalogTableFactory<
                F extends DynamicTableSourceFactory & DynamicTableSinkFactory>
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private final F tables;
    private final Map<String, String> catalogOptions;

    /**
     * @param tables the connector's factory
     */
    public CatalogTableFactory(F tables, Map<String, String> catalogOptions) {
        this.tables = tables;
        this.catalogOptions = Map.copyOf(catalogOptions);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return tables.createDynamicTableSource(complete(context));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return tables.createDynamicTableSink(complete(context));
    }

    private Context complete(Context context) {
        // a temporary table in one of the catalog's databases says itself what it needs
        if (context.isTemporary()) {
            return context;
        }
        Map<String, String> options = new HashMap<>(catalogOptions);
        options.putAll(context.getCatalogTable().getOptions());
        return TableContext.of(context, options);
    }

    @Override
    public String factoryIdentifier() {
        return tables.factoryIdentifier();
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return tables.requiredOptions();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return tables.optionalOptions();
    }
}
