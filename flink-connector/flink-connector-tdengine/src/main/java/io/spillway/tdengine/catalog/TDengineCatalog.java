/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import static io.spillway.tdengine.catalog.CatalogServer.failed;

import io.spillway.common.catalog.CatalogTableFactory;
import io.spillway.common.catalog.TablesOnlyCatalog;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.sql.SqlText;
import io.spillway.tdengine.table.TDengineConnectorOptions;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

/**
 * The databases of a TDengine with their super tables and normal tables; child tables are not
 * listed, for there may be millions, but are found by their names. It keeps nothing of its own:
 * what the server cannot hold is refused. Prints no secrets, and no table of it has any among its
 * options.
 */
@PublicEvolving
public final class TDengineCatalog extends TablesOnlyCatalog {

    private final Map<String, String> tableOptions;
    private final TDengineGatewayFactory gateways;
    @Nullable private CatalogServer server;

    /**
     * @param endpoints as the option has them
     * @param tableOptions options of the connector that hold for every table, credentials included
     */
    TDengineCatalog(
            String name,
            String defaultDatabase,
            String endpoints,
            Map<String, String> tableOptions,
            TDengineGatewayFactory gateways) {
        super("TDengine", name, defaultDatabase, endpoints);
        this.tableOptions = Map.copyOf(tableOptions);
        this.gateways = gateways;
    }

    @Override
    public void open() {
        server = new CatalogServer(gateways.create());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(
                new CatalogTableFactory<>(new TDengineDynamicTableFactory(), tableOptions));
    }

    @Override
    public List<String> listDatabases() {
        try {
            return server().databases();
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public CatalogDatabase getDatabase(String database) throws DatabaseNotExistException {
        return new ServerDatabase(DatabaseProperties.of(told(database)));
    }

    @Override
    public boolean databaseExists(String database) {
        try {
            return server().database(database).isPresent();
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    /** Properties are the options of TDengine's CREATE DATABASE, such as precision and vgroups. */
    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        if (database.getComment() != null && !database.getComment().isEmpty()) {
            throw new CatalogException("A TDengine database keeps no comment: " + name);
        }
        String options = DatabaseProperties.sql(database.getProperties());
        try {
            if (server().database(name).isEmpty()) {
                server().execute("CREATE DATABASE " + SqlText.name(name) + options);
                return;
            }
        } catch (ServiceException e) {
            if (!CatalogServer.isThere(e)) {
                throw failed(e);
            }
        }
        if (!ignoreIfExists) {
            throw new DatabaseAlreadyExistException(name(), name);
        }
    }

    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        try {
            if (server().database(name).isEmpty()) {
                if (ignoreIfNotExists) {
                    return;
                }
                throw new DatabaseNotExistException(name(), name);
            }
            if (!cascade && !server().tables(name).isEmpty()) {
                throw new DatabaseNotEmptyException(name(), name);
            }
            server().execute("DROP DATABASE IF EXISTS " + SqlText.name(name));
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists)
            throws DatabaseNotExistException {
        Map<String, String> told;
        try {
            told = told(name);
        } catch (DatabaseNotExistException e) {
            if (ignoreIfNotExists) {
                return;
            }
            throw e;
        }
        Map<String, String> changed = DatabaseProperties.changed(told, database.getProperties());
        if (changed.isEmpty()) {
            return;
        }
        try {
            server().execute(
                            "ALTER DATABASE "
                                    + SqlText.name(name)
                                    + DatabaseProperties.sql(changed));
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public List<String> listTables(String database) throws DatabaseNotExistException {
        told(database);
        try {
            return server().tables(database);
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        TableSchema table = describe(path);
        try {
            return ServerTables.table(table, server().comment(table), endpoint());
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        try {
            describe(path);
            return true;
        } catch (TableNotExistException e) {
            return false;
        }
    }

    /** A super table if it is PARTITIONED BY its tags, or names them by sink.tags. */
    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        told(path.getDatabaseName());
        TableSchema found = find(path);
        if (found != null) {
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(name(), path);
            }
            return;
        }
        NewTable created =
                new NewTable(path, withoutOrigin(path, resolved(path, table)), endpoint());
        try {
            server().execute(created.sql(server().precision(path.getDatabaseName())));
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists)
            throws TableNotExistException {
        TableSchema found = find(path);
        if (found == null) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(name(), path);
            }
            return;
        }
        boolean superTable = found.kind() == TableSchema.Kind.SUPER_TABLE;
        try {
            server().execute(
                            (superTable ? "DROP STABLE IF EXISTS " : "DROP TABLE IF EXISTS ")
                                    + SqlText.table(path.getDatabaseName(), path.getObjectName()));
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfNotExists)
            throws TableNotExistException {
        TableSchema found = find(path);
        if (found == null) {
            if (ignoreIfNotExists) {
                return;
            }
            throw new TableNotExistException(name(), path);
        }
        try {
            for (String statement : TableChanges.statements(found, resolved(path, table))) {
                server().execute(statement);
            }
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists) {
        throw new UnsupportedOperationException(
                "A TDengine table cannot be renamed: " + path.getFullName());
    }

    /** CREATE TABLE ... LIKE hands over where the other table stands too. */
    private ResolvedCatalogTable withoutOrigin(ObjectPath path, ResolvedCatalogTable table) {
        Map<String, String> options = new HashMap<>(table.getOptions());
        String database = options.remove(TDengineConnectorOptions.DATABASE.key());
        String name = options.remove(TDengineConnectorOptions.TABLE_NAME.key());
        if (database == null || name == null) {
            return table;
        }
        ObjectPath origin = new ObjectPath(database, name);
        return origin.equals(path) || find(origin) == null ? table : table.copy(options);
    }

    private CatalogServer server() {
        return Objects.requireNonNull(server, "the catalog is not open");
    }

    private Map<String, String> told(String database) throws DatabaseNotExistException {
        try {
            return server().database(database)
                    .orElseThrow(() -> new DatabaseNotExistException(name(), database));
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    private TableSchema describe(ObjectPath path) throws TableNotExistException {
        TableSchema found = find(path);
        if (found == null) {
            throw new TableNotExistException(name(), path);
        }
        return found;
    }

    @Nullable
    private TableSchema find(ObjectPath path) {
        try {
            return server().table(path.getDatabaseName(), path.getObjectName());
        } catch (ServiceException e) {
            if (CatalogServer.isMissing(e)) {
                return null;
            }
            throw failed(e);
        } catch (IllegalArgumentException e) {
            // no table can have such a name
            return null;
        }
    }

    private static ResolvedCatalogTable resolved(ObjectPath path, CatalogBaseTable table) {
        if (table instanceof ResolvedCatalogTable resolved) {
            return resolved;
        }
        throw new ValidationException(
                "Table " + path.getFullName() + " cannot be created: it is a view.");
    }
}
