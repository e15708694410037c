/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.schema.TableSchemas;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/** What a catalog asks a server, one call after the other. */
@Internal
final class CatalogServer implements AutoCloseable {

    /** No such database, super table, table: as said by the server's several parts. */
    private static final Set<String> MISSING =
            Set.of("0x0388", "0x0362", "0x0603", "0x2603", "0x2662", "0x022b");

    /** There is such a database, super table, table. */
    private static final Set<String> THERE = Set.of("0x0381", "0x0360", "0x0361", "0x0604");

    private final TDengineGateway gateway;

    CatalogServer(TDengineGateway gateway) {
        this.gateway = gateway;
    }

    /** All but those of system tables, which are there too but are no place for tables. */
    List<String> databases() throws ServiceException {
        return new ArrayList<>(
                names("SELECT name FROM information_schema.ins_databases").stream()
                        .filter(name -> !TableSchemas.isSystem(name))
                        .toList());
    }

    /** What the server tells of a database, by lower-case names; empty if there is none. */
    Optional<Map<String, String>> database(String database) throws ServiceException {
        List<Map<String, String>> found =
                await(
                        QueryRows.read(
                                gateway,
                                "SELECT * FROM information_schema.ins_databases WHERE name = "
                                        + SqlText.string(database),
                                (block, row) -> {
                                    Map<String, String> values = new LinkedHashMap<>();
                                    for (int i = 0; i < block.fields().size(); i++) {
                                        if (!block.isNull(i, row)) {
                                            values.put(
                                                    block.fields()
                                                            .get(i)
                                                            .name()
                                                            .toLowerCase(Locale.ROOT),
                                                    switch (block.fields().get(i).type()) {
                                                        case VARCHAR, NCHAR ->
                                                                block.getString(i, row);
                                                        default ->
                                                                Long.toString(
                                                                        block.getLong(i, row));
                                                    });
                                        }
                                    }
                                    return values;
                                }));
        return found.stream().findFirst();
    }

    /**
     * Super tables, normal tables and system tables; child tables are many and found by their
     * names.
     */
    List<String> tables(String database) throws ServiceException {
        List<String> tables =
                new ArrayList<>(
                        names(
                                "SELECT stable_name FROM information_schema.ins_stables WHERE"
                                        + " db_name = "
                                        + SqlText.string(database)));
        tables.addAll(
                names(
                        "SELECT table_name FROM information_schema.ins_tables WHERE db_name = "
                                + SqlText.string(database)
                                + " AND type IN ('NORMAL_TABLE', 'VIRTUAL_NORMAL_TABLE',"
                                + " 'SYSTEM_TABLE')"));
        return tables;
    }

    TableSchema table(String database, String table) throws ServiceException {
        return await(TableSchemas.read(gateway, database, table));
    }

    TimestampPrecision precision(String database) throws ServiceException {
        return await(TableSchemas.precision(gateway, database));
    }

    /** Empty if there is none. */
    String comment(TableSchema table) throws ServiceException {
        boolean superTable = table.kind() == TableSchema.Kind.SUPER_TABLE;
        List<String> found =
                names(
                        "SELECT table_comment FROM information_schema."
                                + (superTable
                                        ? "ins_stables WHERE stable_name = "
                                        : "ins_tables WHERE table_name = ")
                                + SqlText.string(table.table())
                                + " AND db_name = "
                                + SqlText.string(table.database()));
        return found.isEmpty() || found.get(0) == null ? "" : found.get(0);
    }

    void execute(String sql) throws ServiceException {
        await(gateway.execute(sql));
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Whether what was asked for is not there. */
    static boolean isMissing(ServiceException failure) {
        return MISSING.contains(failure.code());
    }

    /** Whether what was to be created is there already. */
    static boolean isThere(ServiceException failure) {
        return THERE.contains(failure.code());
    }

    static CatalogException failed(ServiceException failure) {
        return new CatalogException(failure.getMessage(), failure);
    }

    private List<String> names(String sql) throws ServiceException {
        return await(QueryRows.read(gateway, sql, (block, row) -> block.getString(0, row)));
    }

    /**
     * @throws ServiceException if the server refused, or could not be reached
     * @throws CatalogException if the thread was interrupted
     */
    private static <T> T await(CompletableFuture<T> call) throws ServiceException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogException("Interrupted while waiting for TDengine", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceException refusal) {
                throw refusal;
            }
            throw new CatalogException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }
}
