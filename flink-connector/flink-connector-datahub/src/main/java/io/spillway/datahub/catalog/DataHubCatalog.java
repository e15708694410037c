/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import static io.spillway.datahub.catalog.TopicService.await;
import static io.spillway.datahub.catalog.TopicService.failed;
import static io.spillway.datahub.catalog.TopicService.isMissing;
import static io.spillway.datahub.catalog.TopicService.isThere;

import io.spillway.common.catalog.CatalogTableFactory;
import io.spillway.common.catalog.TablesOnlyCatalog;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubAdmin;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.table.DataHubDynamicTableFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
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
 * The projects of a DataHub service as databases and their topics as tables. It keeps nothing of
 * its own: what a topic cannot hold, such as options of a table, is refused. Prints no secrets, and
 * no table of it has any among its options.
 */
@PublicEvolving
public final class DataHubCatalog extends TablesOnlyCatalog {

    private final Map<String, String> tableOptions;
    private final DataHubGatewayFactory gateways;
    @Nullable private DataHubGateway gateway;

    /**
     * @param tableOptions options of the connector that hold for every table, credentials included
     */
    DataHubCatalog(
            String name,
            String defaultDatabase,
            String endpoint,
            Map<String, String> tableOptions,
            DataHubGatewayFactory gateways) {
        super("DataHub", name, defaultDatabase, endpoint);
        this.tableOptions = Map.copyOf(tableOptions);
        this.gateways = gateways;
    }

    @Override
    public void open() {
        gateway = gateways.create();
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(
                new CatalogTableFactory<>(new DataHubDynamicTableFactory(), tableOptions));
    }

    @Override
    public List<String> listDatabases() {
        try {
            return await(admin().listProjects());
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public CatalogDatabase getDatabase(String project) throws DatabaseNotExistException {
        try {
            return new ProjectDatabase(await(admin().getProject(project)).comment());
        } catch (ServiceException e) {
            throw databaseProblem(project, e);
        }
    }

    @Override
    public boolean databaseExists(String project) {
        try {
            getDatabase(project);
            return true;
        } catch (DatabaseNotExistException e) {
            return false;
        }
    }

    @Override
    public void createDatabase(String project, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        if (!database.getProperties().isEmpty()) {
            throw new CatalogException(
                    "A DataHub project keeps no properties: " + database.getProperties().keySet());
        }
        try {
            await(admin().createProject(project, comment(database.getComment())));
        } catch (ServiceException e) {
            if (!isThere(e)) {
                throw failed(e);
            }
            if (!ignoreIfExists) {
                throw new DatabaseAlreadyExistException(name(), project, e);
            }
        }
    }

    @Override
    public void dropDatabase(String project, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        try {
            List<String> topics = await(admin().listTopics(project));
            if (!topics.isEmpty() && !cascade) {
                throw new DatabaseNotEmptyException(name(), project);
            }
            for (String topic : topics) {
                await(admin().deleteTopic(new TopicPath(project, topic)));
            }
            await(admin().deleteProject(project));
        } catch (ServiceException e) {
            if (!isMissing(e) || !ignoreIfNotExists) {
                throw databaseProblem(project, e);
            }
        }
    }

    @Override
    public void alterDatabase(String project, CatalogDatabase database, boolean ignoreIfNotExists)
            throws DatabaseNotExistException {
        try {
            await(admin().updateProject(project, comment(database.getComment())));
        } catch (ServiceException e) {
            if (!isMissing(e) || !ignoreIfNotExists) {
                throw databaseProblem(project, e);
            }
        }
    }

    @Override
    public List<String> listTables(String project) throws DatabaseNotExistException {
        try {
            return await(admin().listTopics(project));
        } catch (ServiceException e) {
            throw databaseProblem(project, e);
        }
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        return TopicTables.table(describe(path), endpoint());
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

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        TopicPath topic = topic(path);
        try {
            await(
                    admin().createTopic(
                                    topic,
                                    TopicTables.spec(topic, resolved(path, table), endpoint())));
        } catch (ServiceException e) {
            if (!isThere(e)) {
                throw databaseProblem(path.getDatabaseName(), e);
            }
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(name(), path, e);
            }
        }
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists)
            throws TableNotExistException {
        try {
            await(admin().deleteTopic(topic(path)));
        } catch (ServiceException e) {
            if (!isMissing(e)) {
                throw failed(e);
            }
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(name(), path, e);
            }
        }
    }

    /** Takes a new comment, a new lifecycle, and columns added behind the last one. */
    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfNotExists)
            throws TableNotExistException {
        TopicDescription known;
        try {
            known = describe(path);
        } catch (TableNotExistException e) {
            if (ignoreIfNotExists) {
                return;
            }
            throw e;
        }
        ResolvedCatalogTable changed = resolved(path, table);
        List<RecordSchema.Field> added = TopicChanges.addedFields(known, changed);
        int lifecycle = TopicChanges.lifecycle(known, changed);
        String comment = comment(changed.getComment());
        try {
            for (RecordSchema.Field field : added) {
                await(admin().appendField(known.path(), field));
            }
            if (lifecycle != known.lifecycleDays() || !comment.equals(known.comment())) {
                await(admin().updateTopic(known.path(), lifecycle, comment));
            }
        } catch (ServiceException e) {
            throw failed(e);
        }
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists) {
        throw new UnsupportedOperationException(
                "A DataHub topic cannot be renamed: " + path.getFullName());
    }

    private DataHubGateway gateway() {
        return Objects.requireNonNull(gateway, "the catalog is not open");
    }

    private DataHubAdmin admin() {
        return gateway().admin();
    }

    private TopicDescription describe(ObjectPath path) throws TableNotExistException {
        try {
            return await(gateway().getTopic(topic(path)));
        } catch (ServiceException e) {
            if (isMissing(e)) {
                throw new TableNotExistException(name(), path, e);
            }
            throw failed(e);
        }
    }

    private DatabaseNotExistException databaseProblem(String project, ServiceException e) {
        if (isMissing(e)) {
            return new DatabaseNotExistException(name(), project, e);
        }
        throw failed(e);
    }

    private static TopicPath topic(ObjectPath path) {
        return new TopicPath(path.getDatabaseName(), path.getObjectName());
    }

    private static ResolvedCatalogTable resolved(ObjectPath path, CatalogBaseTable table) {
        if (table instanceof ResolvedCatalogTable resolved) {
            return resolved;
        }
        throw TopicTables.refused(topic(path), "it is a view or of another kind");
    }

    private static String comment(@Nullable String comment) {
        return comment == null ? "" : comment;
    }
}
