/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.schema.TableSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Asks the server for the table that is to be written, and makes it first if that is wanted. */
@Internal
final class TargetLookup {

    private static final String NO_SUCH_DATABASE = "0x0388";

    /** What columns can be lengthened to. */
    private static final int MAX_BYTES = 65_517;

    private static final int MAX_NCHAR = 16_379;

    private static final Set<String> MISSING = Set.of(NO_SUCH_DATABASE, "0x2603", "0x0362");

    private final TDengineGateway gateway;
    private final SinkTarget target;
    private final TargetColumns columns;
    @Nullable private final SchemalessFormat schemaless;

    /**
     * @param names of the columns and tags to write
     * @param schemaless null if the table exists or is made before it is written
     */
    TargetLookup(
            TDengineGateway gateway,
            SinkTarget target,
            List<String> names,
            @Nullable SchemalessFormat schemaless) {
        this.gateway = gateway;
        this.target = target;
        this.schemaless = schemaless;
        columns = new TargetColumns(target, names);
    }

    /** Fails with a {@link ServiceException}. */
    CompletableFuture<TargetTable> find() {
        CompletableFuture<TimestampPrecision> precision =
                target.create() ? createdDatabase() : precision();
        if (schemaless != null) {
            return precision.thenCompose(
                    found ->
                            existingColumns()
                                    .thenApply(all -> columns.of(all, null, carried(found))));
        }
        return (target.create()
                        ? precision.thenCompose(
                                found -> gateway.execute(TableDdl.createTable(target)))
                        : precision)
                .thenCompose(none -> TableSchemas.read(gateway, target.database(), target.table()))
                .handle((schema, failure) -> failure == null ? table(schema) : explained(failure));
    }

    private CompletableFuture<TimestampPrecision> precision() {
        return TableSchemas.precision(gateway, target.database());
    }

    private CompletableFuture<TimestampPrecision> createdDatabase() {
        return precision()
                .handle(
                        (found, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedFuture(found);
                            }
                            return codeOf(failure).equals(NO_SUCH_DATABASE)
                                    ? gateway.execute(TableDdl.createDatabase(target))
                                            .thenCompose(none -> precision())
                                    : CompletableFuture.<TimestampPrecision>failedFuture(failure);
                        })
                .thenCompose(Function.identity());
    }

    /** What the protocol carries. */
    private TimestampPrecision carried(TimestampPrecision database) {
        if (schemaless.precision() != null) {
            return schemaless.precision();
        }
        return switch (schemaless.protocol()) {
            case LINE -> database;
            case TELNET -> TimestampPrecision.MILLIS;
            case JSON -> {
                if (database == TimestampPrecision.NANOS) {
                    throw fatal(
                            "PrecisionNotCarried",
                            "The server reads numbers of the JSON protocol as doubles, which do "
                                    + "not hold the ns that database "
                                    + target.database()
                                    + " counts; use another protocol or sink.mode, or set "
                                    + "'sink.schemaless.precision' = 'us'",
                            null);
                }
                yield database;
            }
        };
    }

    /**
     * The columns as defined, with the types of those that exist. The server lengthens columns that
     * texts do not fit into.
     */
    private CompletableFuture<List<TargetColumn>> existingColumns() {
        return TableSchemas.read(gateway, target.database(), target.table())
                .handle(
                        (schema, failure) -> {
                            if (failure != null && !MISSING.contains(codeOf(failure))) {
                                throw new CompletionException(unwrap(failure));
                            }
                            List<TargetColumn> all = new ArrayList<>();
                            for (TargetColumn column : target.definition()) {
                                all.add(
                                        unlimited(
                                                failure != null || column.tag()
                                                        ? column
                                                        : existing(column, schema)));
                            }
                            return all;
                        });
    }

    private static TargetColumn existing(TargetColumn defined, TableSchema schema) {
        for (TableSchema.Column column : schema.columns()) {
            if (column.name().equals(defined.name())) {
                return targetColumn(column);
            }
        }
        return defined;
    }

    private static TargetColumn unlimited(TargetColumn column) {
        return column.type().isVariable()
                ? new TargetColumn(
                        column.name(),
                        column.type(),
                        column.type() == TDengineType.NCHAR ? MAX_NCHAR : MAX_BYTES,
                        0,
                        0,
                        column.tag())
                : column;
    }

    private static TargetColumn targetColumn(TableSchema.Column column) {
        Field field = column.field();
        return new TargetColumn(
                field.name(),
                field.type(),
                field.length(),
                field.precision(),
                field.scale(),
                column.tag());
    }

    private TargetTable table(TableSchema schema) {
        if (target.superTable() != (schema.kind() == TableSchema.Kind.SUPER_TABLE)) {
            throw fatal(
                    "TableMismatch",
                    target.superTable()
                            ? "Table "
                                    + target
                                    + " is no super table, so that rows cannot choose a child "
                                    + "table of it"
                            : "Table "
                                    + target
                                    + " is a super table: rows must name the child table they go "
                                    + "to (in SQL, by 'sink.child-table' or a column tbname)",
                    null);
        }
        List<TargetColumn> all = new ArrayList<>();
        String compositeKey = null;
        for (TableSchema.Column column : schema.columns()) {
            all.add(targetColumn(column));
            if (column.key() && !column.name().equals(schema.timeColumn().name())) {
                compositeKey = column.name();
            }
        }
        return columns.of(all, compositeKey, schema.precision());
    }

    /** Tells what to do about a table that is missing. */
    private TargetTable explained(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ServiceException service
                && MISSING.contains(service.code())
                && !target.create()) {
            throw fatal(
                    service.code(),
                    service.getMessage()
                            + ". Names tell upper and lower case apart; what does not exist is "
                            + "made with 'sink.create-table' = 'true'",
                    service);
        }
        throw new CompletionException(cause);
    }

    private static String codeOf(Throwable failure) {
        return unwrap(failure) instanceof ServiceException service ? service.code() : "";
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static CompletionException fatal(String code, String message, @Nullable Throwable cause) {
        return new CompletionException(
                new ServiceException(FailureKind.FATAL, code, 0, null, message, cause));
    }
}
