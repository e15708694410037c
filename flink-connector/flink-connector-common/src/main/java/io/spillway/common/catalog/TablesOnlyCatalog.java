/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.catalog;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;

/**
 * A catalog of a service that knows databases and tables, and nothing else a catalog may have: no
 * views, partitions, functions and statistics.
 */
@Internal
public abstract class TablesOnlyCatalog implements Catalog {

    private final String service;
    private final String name;
    private final String defaultDatabase;
    private final String endpoint;

    /**
     * @param service as errors call it
     * @param name of the catalog
     * @param defaultDatabase the one after USE CATALOG; it need not be there
     * @param endpoint where the service is, as people gave it
     */
    protected TablesOnlyCatalog(
            String service, String name, String defaultDatabase, String endpoint) {
        this.service = service;
        this.name = name;
        this.defaultDatabase = defaultDatabase;
        this.endpoint = endpoint;
    }

    protected final String name() {
        return name;
    }

    protected final String endpoint() {
        return endpoint;
    }

    @Override
    public final String getDefaultDatabase() {
        return defaultDatabase;
    }

    /** Names no secrets. */
    @Override
    public final String toString() {
        return service + "Catalog " + name + " at " + endpoint;
    }

    @Override
    public List<String> listViews(String database) {
        return List.of();
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath table)
            throws TableNotPartitionedException {
        throw new TableNotPartitionedException(name, table);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath table, CatalogPartitionSpec spec)
            throws TableNotPartitionedException {
        throw new TableNotPartitionedException(name, table);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(
            ObjectPath table, List<Expression> filters) throws TableNotPartitionedException {
        throw new TableNotPartitionedException(name, table);
    }

    @Override
    public CatalogPartition getPartition(ObjectPath table, CatalogPartitionSpec spec)
            throws PartitionNotExistException {
        throw new PartitionNotExistException(name, table, spec);
    }

    @Override
    public boolean partitionExists(ObjectPath table, CatalogPartitionSpec spec) {
        return false;
    }

    @Override
    public void createPartition(
            ObjectPath table,
            CatalogPartitionSpec spec,
            CatalogPartition partition,
            boolean ignoreIfExists)
            throws TableNotPartitionedException {
        throw new TableNotPartitionedException(name, table);
    }

    @Override
    public void dropPartition(
            ObjectPath table, CatalogPartitionSpec spec, boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        throw new PartitionNotExistException(name, table, spec);
    }

    @Override
    public void alterPartition(
            ObjectPath table,
            CatalogPartitionSpec spec,
            CatalogPartition partition,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        throw new PartitionNotExistException(name, table, spec);
    }

    @Override
    public List<String> listFunctions(String database) {
        return List.of();
    }

    @Override
    public CatalogFunction getFunction(ObjectPath function) throws FunctionNotExistException {
        throw new FunctionNotExistException(name, function);
    }

    @Override
    public boolean functionExists(ObjectPath function) {
        return false;
    }

    @Override
    public void createFunction(
            ObjectPath function, CatalogFunction definition, boolean ignoreIfExists) {
        throw unsupported("functions");
    }

    @Override
    public void alterFunction(
            ObjectPath function, CatalogFunction definition, boolean ignoreIfNotExists) {
        throw unsupported("functions");
    }

    @Override
    public void dropFunction(ObjectPath function, boolean ignoreIfNotExists)
            throws FunctionNotExistException {
        if (!ignoreIfNotExists) {
            throw new FunctionNotExistException(name, function);
        }
    }

    @Override
    public CatalogTableStatistics getTableStatistics(ObjectPath table) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogColumnStatistics getTableColumnStatistics(ObjectPath table) {
        return CatalogColumnStatistics.UNKNOWN;
    }

    @Override
    public CatalogTableStatistics getPartitionStatistics(
            ObjectPath table, CatalogPartitionSpec spec) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogColumnStatistics getPartitionColumnStatistics(
            ObjectPath table, CatalogPartitionSpec spec) {
        return CatalogColumnStatistics.UNKNOWN;
    }

    @Override
    public void alterTableStatistics(
            ObjectPath table, CatalogTableStatistics statistics, boolean ignoreIfNotExists) {
        throw unsupported("statistics");
    }

    @Override
    public void alterTableColumnStatistics(
            ObjectPath table, CatalogColumnStatistics statistics, boolean ignoreIfNotExists) {
        throw unsupported("statistics");
    }

    @Override
    public void alterPartitionStatistics(
            ObjectPath table,
            CatalogPartitionSpec spec,
            CatalogTableStatistics statistics,
            boolean ignoreIfNotExists) {
        throw unsupported("statistics");
    }

    @Override
    public void alterPartitionColumnStatistics(
            ObjectPath table,
            CatalogPartitionSpec spec,
            CatalogColumnStatistics statistics,
            boolean ignoreIfNotExists) {
        throw unsupported("statistics");
    }

    private UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(
                service + " keeps no " + what + " (catalog " + name + ")");
    }
}
