/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TDengineGateway} through the vendor's driver and its native library: statements and
 * queries, one after the other on a thread of the gateway's own. The library is loaded once per
 * JVM, by the first class loader that asks for it. A call that times out cannot be cut short: what
 * comes after it waits.
 */
@Internal
final class NativeGateway implements TDengineGateway {

    private static final Logger LOG = LoggerFactory.getLogger(NativeGateway.class);
    private static final String INSTEAD = "use the WebSocket transport";

    private final TDengineGatewayOptions options;
    private final String where;
    private final ExecutorService thread;

    /** Used on the gateway's thread only. */
    @Nullable private Connection connection;

    NativeGateway(TDengineGatewayOptions options) {
        this.options = options;
        this.where = String.join(",", options.endpoints());
        this.thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread worker = new Thread(task, "tdengine-native");
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    @Override
    public CompletableFuture<Long> execute(String sql) {
        return submit(
                "run " + StatementText.describe(sql),
                () -> {
                    try (Statement statement = connected().createStatement()) {
                        return (long) statement.executeUpdate(sql);
                    }
                });
    }

    @Override
    public CompletableFuture<QueryResult> query(String sql) {
        String purpose = "run " + StatementText.describe(sql);
        return submit(
                purpose,
                () -> {
                    Statement statement = connected().createStatement();
                    try {
                        ResultSet rows = statement.executeQuery(sql);
                        return new NativeQueryResult(this, purpose, statement, rows);
                    } catch (SQLException e) {
                        statement.close();
                        throw e;
                    }
                });
    }

    @Override
    public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
        return CompletableFuture.failedFuture(
                Failures.notSupported("preparing an INSERT", INSTEAD));
    }

    @Override
    public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
        return CompletableFuture.failedFuture(
                Failures.notSupported("inserting lines of schemaless protocols", INSTEAD));
    }

    @Override
    public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
        return CompletableFuture.failedFuture(
                Failures.notSupported("subscribing to topics", INSTEAD));
    }

    @Override
    public CompletableFuture<String> serverVersion() {
        return Failures.unwrapped(
                query("select server_version()")
                        .thenCompose(
                                result ->
                                        result.next()
                                                .thenApply(Optional::orElseThrow)
                                                .thenApply(block -> block.getString(0, 0))
                                                .whenComplete((x, failure) -> result.close())));
    }

    @Override
    public void close() {
        try {
            thread.execute(this::disconnect);
        } catch (RejectedExecutionException e) {
            LOG.debug("The native gateway was closed before", e);
        }
        thread.shutdown();
    }

    /** Runs something on the gateway's thread. */
    <T> CompletableFuture<T> submit(String purpose, Action<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> run(purpose, action, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    failure(
                            FailureKind.FATAL,
                            TDengineErrors.GATEWAY_CLOSED,
                            purpose,
                            "the gateway was closed",
                            null));
        }
        CompletableFuture<T> limited =
                result.copy()
                        .orTimeout(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(thrown -> failed(purpose, thrown));
        return Failures.unwrapped(limited);
    }

    /** Something that may take a while. */
    interface Action<T> {
        T run() throws SQLException, ServiceException;
    }

    private <T> void run(String purpose, Action<T> action, CompletableFuture<T> result) {
        try {
            result.complete(action.run());
        } catch (ServiceException e) {
            result.completeExceptionally(e);
        } catch (SQLException e) {
            ServiceException failure =
                    Failures.refused(
                            e.getErrorCode(), String.valueOf(e.getMessage()), purpose, where, 0);
            if (failure.kind() == FailureKind.RETRYABLE) {
                disconnect();
            }
            result.completeExceptionally(failure);
        } catch (LinkageError e) {
            result.completeExceptionally(NativeDriver.unlinked(e));
        } catch (RuntimeException e) {
            result.completeExceptionally(Failures.toServiceException(e));
        }
    }

    private <T> CompletableFuture<T> failed(String purpose, Throwable thrown) {
        Throwable cause = Failures.unwrap(thrown);
        return CompletableFuture.failedFuture(
                cause instanceof TimeoutException
                        ? failure(
                                FailureKind.RETRYABLE,
                                TDengineErrors.TIMEOUT,
                                purpose,
                                "no answer within " + options.requestTimeout().toMillis() + " ms",
                                null)
                        : cause);
    }

    private ServiceException failure(
            FailureKind kind,
            String code,
            String purpose,
            String problem,
            @Nullable Throwable cause) {
        return Failures.failure(kind, code, purpose, where, 0, problem, cause);
    }

    private Connection connected() throws ServiceException {
        if (connection == null) {
            connection = NativeDriver.connect(options);
        }
        return connection;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("The native connection did not close in order", e);
            }
            connection = null;
        }
    }
}
