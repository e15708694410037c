/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.junit.jupiter.api.Test;

/** What a catalog answers that is asked for more than databases and tables. */
class TablesOnlyCatalogTest {

    private static final ObjectPath TABLE = new ObjectPath("db", "t");
    private static final CatalogPartitionSpec SPEC = new CatalogPartitionSpec(Map.of("day", "1"));

    private final TablesOnlyCatalog catalog = new Tables();

    @Test
    void itTellsItsNameAndWhereTheServiceIs() {
        assertThat(catalog.getDefaultDatabase()).isEqualTo("main");
        assertThat(catalog).hasToString("ShelfCatalog mine at host:1234");
        assertThat(catalog.name()).isEqualTo("mine");
        assertThat(catalog.endpoint()).isEqualTo("host:1234");
    }

    @Test
    void listsOfWhatItDoesNotHaveAreEmpty() {
        assertThat(catalog.listViews("db")).isEmpty();
        assertThat(catalog.listFunctions("db")).isEmpty();
        assertThat(catalog.functionExists(TABLE)).isFalse();
        assertThat(catalog.partitionExists(TABLE, SPEC)).isFalse();
    }

    /** The planner asks for both, and does without. */
    @Test
    void statisticsAreUnknown() {
        assertThat(catalog.getTableStatistics(TABLE)).isEqualTo(CatalogTableStatistics.UNKNOWN);
        assertThat(catalog.getTableColumnStatistics(TABLE))
                .isEqualTo(CatalogColumnStatistics.UNKNOWN);
        assertThat(catalog.getPartitionStatistics(TABLE, SPEC))
                .isEqualTo(CatalogTableStatistics.UNKNOWN);
        assertThat(catalog.getPartitionColumnStatistics(TABLE, SPEC))
                .isEqualTo(CatalogColumnStatistics.UNKNOWN);
        assertUnsupported(
                () -> catalog.alterTableStatistics(TABLE, CatalogTableStatistics.UNKNOWN, true),
                "statistics");
        assertUnsupported(
                () ->
                        catalog.alterTableColumnStatistics(
                                TABLE, CatalogColumnStatistics.UNKNOWN, true),
                "statistics");
        assertUnsupported(
                () ->
                        catalog.alterPartitionStatistics(
                                TABLE, SPEC, CatalogTableStatistics.UNKNOWN, true),
                "statistics");
        assertUnsupported(
                () ->
                        catalog.alterPartitionColumnStatistics(
                                TABLE, SPEC, CatalogColumnStatistics.UNKNOWN, true),
                "statistics");
    }

    @Test
    void tablesHaveNoPartitions() {
        assertThatThrownBy(() -> catalog.listPartitions(TABLE))
                .isInstanceOf(TableNotPartitionedException.class)
                .hasMessageContaining("mine");
        assertThatThrownBy(() -> catalog.listPartitions(TABLE, SPEC))
                .isInstanceOf(TableNotPartitionedException.class);
        assertThatThrownBy(() -> catalog.listPartitionsByFilter(TABLE, List.of()))
                .isInstanceOf(TableNotPartitionedException.class);
        assertThatThrownBy(() -> catalog.createPartition(TABLE, SPEC, null, true))
                .isInstanceOf(TableNotPartitionedException.class);
        assertThatThrownBy(() -> catalog.getPartition(TABLE, SPEC))
                .isInstanceOf(PartitionNotExistException.class);
        assertThatThrownBy(() -> catalog.dropPartition(TABLE, SPEC, true))
                .isInstanceOf(PartitionNotExistException.class);
        assertThatThrownBy(() -> catalog.alterPartition(TABLE, SPEC, null, true))
                .isInstanceOf(PartitionNotExistException.class);
    }

    @Test
    void functionsAreNotThereAndCannotBe() throws Exception {
        assertThatThrownBy(() -> catalog.getFunction(TABLE))
                .isInstanceOf(FunctionNotExistException.class);
        catalog.dropFunction(TABLE, true);
        assertThatThrownBy(() -> catalog.dropFunction(TABLE, false))
                .isInstanceOf(FunctionNotExistException.class);
        assertUnsupported(() -> catalog.createFunction(TABLE, null, true), "functions");
        assertUnsupported(() -> catalog.alterFunction(TABLE, null, true), "functions");
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertUnsupported(Call call, String what) {
        assertThatThrownBy(call::make)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Shelf keeps no " + what + " (catalog mine)");
    }

    /** Without databases and tables, which each service has its own way with. */
    private static final class Tables extends TablesOnlyCatalog {

        Tables() {
            super("Shelf", "mine", "main", "host:1234");
        }

        @Override
        public void open() {
            throw notAsked();
        }

        @Override
        public void close() {
            throw notAsked();
        }

        @Override
        public List<String> listDatabases() {
            throw notAsked();
        }

        @Override
        public CatalogDatabase getDatabase(String database) {
            throw notAsked();
        }

        @Override
        public boolean databaseExists(String database) {
            throw notAsked();
        }

        @Override
        public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists) {
            throw notAsked();
        }

        @Override
        public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade) {
            throw notAsked();
        }

        @Override
        public void alterDatabase(
                String name, CatalogDatabase database, boolean ignoreIfNotExists) {
            throw notAsked();
        }

        @Override
        public List<String> listTables(String database) {
            throw notAsked();
        }

        @Override
        public CatalogBaseTable getTable(ObjectPath table) {
            throw notAsked();
        }

        @Override
        public boolean tableExists(ObjectPath table) {
            throw notAsked();
        }

        @Override
        public void dropTable(ObjectPath table, boolean ignoreIfNotExists) {
            throw notAsked();
        }

        @Override
        public void renameTable(ObjectPath table, String newName, boolean ignoreIfNotExists) {
            throw notAsked();
        }

        @Override
        public void createTable(
                ObjectPath table, CatalogBaseTable created, boolean ignoreIfExists) {
            throw notAsked();
        }

        @Override
        public void alterTable(
                ObjectPath table, CatalogBaseTable changed, boolean ignoreIfNotExists) {
            throw notAsked();
        }

        private static AssertionError notAsked() {
            return new AssertionError("asks the service");
        }
    }
}
