/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.AsyncHttpClient;
import io.spillway.common.http.HttpCall;
import io.spillway.common.http.HttpReply;
import io.spillway.common.http.HttpSettings;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * {@link TDengineGateway} over taosAdapter's REST: statements and queries, each on its own and each
 * answered whole, in memory.
 *
 * <p>taosAdapter ends an answer as if it were complete when reading the result fails on its way, or
 * when its own limit of rows ({@code restfulRowLimit}) is reached. Nothing in the answer tells, so
 * what must not miss a row has to be read over WebSocket.
 */
@Internal
final class RestGateway implements TDengineGateway {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_BUSY = 503;
    private static final int SERVER_ERROR = 500;
    private static final String INSTEAD = "use the WebSocket transport";

    private final TDengineGatewayOptions options;
    private final RestAuthentication authentication;
    private final AsyncHttpClient http;
    private final List<Endpoint> endpoints;

    /** Index of the endpoint that answered last. */
    private volatile int first;

    RestGateway(TDengineGatewayOptions options) {
        this.options = options;
        this.authentication = new RestAuthentication(options);
        this.endpoints = new ArrayList<>(options.parsedEndpoints());
        Collections.shuffle(endpoints);
        this.http =
                new AsyncHttpClient(
                        new HttpSettings(
                                options.connectTimeout(),
                                options.requestTimeout(),
                                options.maxMessageBytes(),
                                options.proxy(),
                                options.trustStore()),
                        "tdengine-rest",
                        "x-request-id");
    }

    @Override
    public CompletableFuture<Long> execute(String sql) {
        return run(
                sql,
                call -> {
                    RestAnswer answer = call.answer();
                    if (!answer.isUpdate()) {
                        throw call.failure(
                                FailureKind.FATAL,
                                TDengineErrors.NOT_SUPPORTED,
                                "the statement returns rows; it has to be run as a query",
                                null);
                    }
                    return answer.affectedRows();
                });
    }

    @Override
    public CompletableFuture<QueryResult> query(String sql) {
        return run(sql, call -> new RestQueryResult(call.answer(), call::malformed));
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
        return run(
                "select server_version()",
                call -> {
                    ObjectBlock block = call.answer().next();
                    if (block == null || block.rows() == 0) {
                        throw new MalformedMessageException("the answer holds no version");
                    }
                    return block.getString(0, 0);
                });
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> CompletableFuture<T> run(String sql, Reader<T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        String purpose = "run " + StatementText.describe(sql);
        byte[] body = sql.getBytes(StandardCharsets.UTF_8);
        long requestId = RequestIds.next();
        new Attempts<T>(purpose, body, requestId, reader, result).next();
        return result;
    }

    private URI uri(Endpoint endpoint, long requestId) {
        StringBuilder uri = new StringBuilder(options.tls() ? "https://" : "http://");
        uri.append(endpoint).append("/rest/sql");
        if (options.database() != null) {
            uri.append('/').append(encode(options.database()));
        }
        uri.append("?req_id=").append(requestId).append("&app=spillway");
        if (options.timeZone() != null) {
            // times come in this zone, with its offset, as well
            uri.append("&conn_tz=").append(encode(options.timeZone().getId()));
        } else {
            uri.append("&tz=UTC");
        }
        if (authentication.parameter() != null) {
            uri.append('&').append(authentication.parameter());
        }
        return URI.create(uri.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private interface Reader<T> {
        T read(Exchange call) throws ServiceException, MalformedMessageException;
    }

    /** Tries endpoints as long as they cannot be reached, so that a statement runs at most once. */
    private final class Attempts<T> {

        private final String purpose;
        private final byte[] body;
        private final long requestId;
        private final Reader<T> reader;
        private final CompletableFuture<T> result;
        private final int start = first;
        private final List<String> reasons = new ArrayList<>();
        private int tried;

        Attempts(
                String purpose,
                byte[] body,
                long requestId,
                Reader<T> reader,
                CompletableFuture<T> result) {
            this.purpose = purpose;
            this.body = body;
            this.requestId = requestId;
            this.reader = reader;
            this.result = result;
        }

        void next() {
            int index = (start + tried++) % endpoints.size();
            Endpoint endpoint = endpoints.get(index);
            HttpCall call =
                    new HttpCall(
                            purpose,
                            "POST",
                            uri(endpoint, requestId),
                            Map.of("Content-Type", "text/plain; charset=utf-8"),
                            body,
                            body.length);
            http.send(call, authentication)
                    .whenComplete(
                            (reply, failure) -> {
                                if (failure != null) {
                                    failed(endpoint, (ServiceException) failure);
                                    return;
                                }
                                first = index;
                                read(new Exchange(purpose, endpoint.toString(), requestId, reply));
                            });
        }

        private void read(Exchange exchange) {
            try {
                result.complete(reader.read(exchange));
            } catch (ServiceException e) {
                result.completeExceptionally(e);
            } catch (MalformedMessageException e) {
                result.completeExceptionally(exchange.malformed(e));
            } catch (RuntimeException e) {
                result.completeExceptionally(Failures.toServiceException(e));
            }
        }

        private void failed(Endpoint endpoint, ServiceException failure) {
            boolean unreachable = failure.code().equals("ConnectionFailed");
            if (unreachable && tried < endpoints.size()) {
                reasons.add(Failures.oneLine(failure.getMessage()));
                next();
                return;
            }
            String code =
                    switch (failure.code()) {
                        case "ConnectionFailed" -> TDengineErrors.CONNECT_FAILED;
                        case "Closed" -> TDengineErrors.GATEWAY_CLOSED;
                        case "ResponseTooLarge" -> TDengineErrors.MESSAGE_TOO_LARGE;
                        default -> failure.code();
                    };
            reasons.add(Failures.oneLine(failure.getMessage()));
            result.completeExceptionally(
                    Failures.failure(
                            failure.kind(),
                            code,
                            purpose,
                            endpoint.toString(),
                            requestId,
                            String.join("; ", reasons),
                            failure));
        }
    }

    /** An answer and what it answers. */
    private record Exchange(String purpose, String where, long requestId, HttpReply reply) {

        /** The answer, if it is no error. */
        RestAnswer answer() throws ServiceException {
            RestAnswer answer;
            try {
                answer = RestAnswer.open(reply.body());
            } catch (MalformedMessageException e) {
                throw reply.status() == OK ? malformed(e) : refused();
            }
            if (answer.code() != 0) {
                throw Failures.refused(
                        answer.code(), answer.description(), purpose, where, requestId);
            }
            if (reply.status() != OK) {
                throw refused();
            }
            return answer;
        }

        ServiceException malformed(MalformedMessageException cause) {
            return Failures.malformed(cause, purpose, where, requestId);
        }

        ServiceException failure(FailureKind kind, String code, String problem, Throwable cause) {
            return Failures.failure(kind, code, purpose, where, requestId, problem, cause);
        }

        private ServiceException refused() {
            int status = reply.status();
            FailureKind kind =
                    status == TOO_BUSY
                            ? FailureKind.THROTTLED
                            : status >= SERVER_ERROR ? FailureKind.RETRYABLE : FailureKind.FATAL;
            return failure(
                    kind,
                    "HTTP" + status,
                    "the server answered with HTTP status "
                            + status
                            + (status == UNAUTHORIZED
                                    ? " (the credentials are refused)"
                                    : " and no error of its own"),
                    null);
        }
    }
}
