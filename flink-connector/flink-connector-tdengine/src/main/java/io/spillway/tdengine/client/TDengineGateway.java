/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/**
 * The only door to a TDengine server: everything above it knows nothing of the wire.
 *
 * <p>Thread-safe and asynchronous; no call blocks. Futures complete on threads of the gateway, fail
 * with {@link io.spillway.common.failure.ServiceException} (never wrapped), and a call is made
 * once: retrying is the caller's decision. Codes are the server's, written {@code 0x060b}; trouble
 * on the way has the codes {@code ConnectionLost}, {@code ConnectFailed}, {@code Timeout} and
 * {@code GatewayClosed}. Every message names the endpoint and the request id.
 *
 * <p>A gateway keeps at most one connection for statements, opened by the first call on one of the
 * endpoints that answers, and opened anew by the next call after it broke. Calls in flight on a
 * broken connection fail at once with the retryable {@code ConnectionLost}; prepared statements and
 * open results belong to their connection and are gone with it. Whoever wants several connections
 * opens several gateways. {@link #close} fails the calls still in flight.
 */
@Experimental
public interface TDengineGateway extends AutoCloseable {

    /** Runs a statement that returns no rows; answers the rows affected. */
    CompletableFuture<Long> execute(String sql);

    /** Runs a query; the result streams block by block. */
    CompletableFuture<QueryResult> query(String sql);

    /**
     * Prepares an INSERT with question marks.
     *
     * <p>Over REST this fails with the fatal code {@code NotSupported}.
     */
    CompletableFuture<PreparedInsert> prepareInsert(String sql);

    /**
     * Writes lines of one of the schemaless protocols, all or nothing; answers the rows written.
     */
    CompletableFuture<Long> insertSchemaless(SchemalessInsert insert);

    /**
     * Joins a consumer group on a connection of its own.
     *
     * <p>Over REST this fails with the fatal code {@code NotSupported}.
     */
    CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription);

    /** The server's version, such as {@code 3.3.7.5}. */
    CompletableFuture<String> serverVersion();

    @Override
    void close();
}
