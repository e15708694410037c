/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import static io.spillway.datahub.table.DataHubConnectorOptions.ENDPOINT;
import static io.spillway.datahub.table.DataHubConnectorOptions.PROJECT;
import static io.spillway.datahub.table.DataHubConnectorOptions.TOPIC;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.datahub.table.DataHubDynamicTableFactory;
import io.spillway.datahub.table.TableGateways;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Makes catalogs of type {@code datahub}. Besides its own options it takes every option of the
 * connector but project, topic and format; they hold for all of its tables.
 */
@PublicEvolving
public final class DataHubCatalogFactory implements CatalogFactory {

    /** The option by which Flink finds this factory. */
    private static final String CATALOG_TYPE = "type";

    @Override
    public String factoryIdentifier() {
        return DataHubDynamicTableFactory.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ENDPOINT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options =
                new HashSet<>(new DataHubDynamicTableFactory().optionalOptions());
        options.remove(PROJECT);
        options.remove(TOPIC);
        options.remove(FactoryUtil.FORMAT);
        options.add(DataHubCatalogOptions.DEFAULT_DATABASE);
        return options;
    }

    @Override
    public Catalog createCatalog(Context context) {
        FactoryUtil.CatalogFactoryHelper helper =
                FactoryUtil.createCatalogFactoryHelper(this, context);
        helper.validateExcept(DeadLetterOptions.PREFIX);
        ReadableConfig options = helper.getOptions();
        Map<String, String> forTables = new HashMap<>(context.getOptions());
        List.of(
                        CATALOG_TYPE,
                        FactoryUtil.PROPERTY_VERSION.key(),
                        DataHubCatalogOptions.DEFAULT_DATABASE.key())
                .forEach(forTables::remove);
        return new DataHubCatalog(
                context.getName(),
                options.get(DataHubCatalogOptions.DEFAULT_DATABASE),
                options.get(ENDPOINT),
                forTables,
                TableGateways.of(options));
    }
}
