/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.catalog;

import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.factories.DynamicTableFactory;

/** The context of a table with other options. */
@Internal
public record TableContext(DynamicTableFactory.Context original, ResolvedCatalogTable table)
        implements DynamicTableFactory.Context {

    /** The same table with these options. */
    public static TableContext of(
            DynamicTableFactory.Context original, Map<String, String> options) {
        return new TableContext(original, original.getCatalogTable().copy(options));
    }

    @Override
    public ObjectIdentifier getObjectIdentifier() {
        return original.getObjectIdentifier();
    }

    @Override
    public ResolvedCatalogTable getCatalogTable() {
        return table;
    }

    @Override
    public Map<String, String> getEnrichmentOptions() {
        return original.getEnrichmentOptions();
    }

    @Override
    public ReadableConfig getConfiguration() {
        return original.getConfiguration();
    }

    @Override
    public ClassLoader getClassLoader() {
        return original.getClassLoader();
    }

    @Override
    public boolean isTemporary() {
        return original.isTemporary();
    }

    /** Options may hold secrets. */
    @Override
    public String toString() {
        return getObjectIdentifier().asSummaryString();
    }
}
