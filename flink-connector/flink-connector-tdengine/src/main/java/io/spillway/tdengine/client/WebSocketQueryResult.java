/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.WebSocketChannel.Call;
import io.spillway.tdengine.client.codec.BinaryAnswer;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.client.codec.QueryFrames;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * {@link QueryResult} that asks for the next block as soon as one has come, while few wait to be
 * taken.
 */
@Internal
final class WebSocketQueryResult implements QueryResult {

    /** Blocks of at most 4,096 rows that may wait. */
    private static final int MAX_WAITING = 4;

    private final WebSocketChannel channel;
    private final Call query;
    private final long id;
    private final List<Field> fields;
    private final TimestampPrecision precision;
    private final Queue<DataBlock> waiting = new ArrayDeque<>();

    @Nullable private CompletableFuture<Optional<DataBlock>> wanted;
    @Nullable private ServiceException failed;
    private boolean fetching;
    private boolean finished;
    private boolean closed;

    private WebSocketQueryResult(
            WebSocketChannel channel,
            Call query,
            long id,
            List<Field> fields,
            TimestampPrecision precision) {
        this.channel = channel;
        this.query = query;
        this.id = id;
        this.fields = fields;
        this.precision = precision;
    }

    /** Reads the answer to a statement; one that returns no rows gives an empty result. */
    static QueryResult open(WebSocketChannel channel, Call query, JsonNode answer)
            throws MalformedMessageException {
        WebSocketQueryResult result =
                new WebSocketQueryResult(
                        channel,
                        query,
                        Json.u64(answer.path("id")),
                        ColumnMeta.fields(answer),
                        ColumnMeta.precision(answer.path("precision")));
        synchronized (result) {
            result.finished = answer.path("is_update").asBoolean();
            result.fetch();
        }
        return result;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public TimestampPrecision precision() {
        return precision;
    }

    @Override
    public synchronized CompletableFuture<Optional<DataBlock>> next() {
        if (wanted != null) {
            throw new IllegalStateException("the former block has not come yet");
        }
        DataBlock block = waiting.poll();
        if (block != null) {
            fetch();
            return CompletableFuture.completedFuture(Optional.of(block));
        }
        if (failed != null) {
            return CompletableFuture.failedFuture(failed);
        }
        if (finished) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (closed) {
            return CompletableFuture.failedFuture(closedFailure());
        }
        wanted = new CompletableFuture<>();
        fetch();
        return wanted;
    }

    @Override
    public void close() {
        CompletableFuture<Optional<DataBlock>> abandoned;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            abandoned = wanted;
            wanted = null;
            if (!fetching) {
                free();
            }
        }
        if (abandoned != null) {
            abandoned.completeExceptionally(closedFailure());
        }
    }

    private void fetch() {
        if (fetching || finished || closed || failed != null || waiting.size() >= MAX_WAITING) {
            return;
        }
        fetching = true;
        Call call = new Call(RequestIds.next(), query.purpose(), query.timeout());
        channel.fetchBinary(QueryFrames.fetch(call.requestId(), id), call)
                .whenComplete(this::arrived);
    }

    private void arrived(@Nullable BinaryAnswer answer, @Nullable Throwable failure) {
        DataBlock block = null;
        ServiceException problem = failure == null ? null : Failures.toServiceException(failure);
        if (problem == null) {
            try {
                block = answer.block(fields, precision);
            } catch (MalformedMessageException e) {
                problem =
                        Failures.malformed(e, query.purpose(), channel.where(), answer.requestId());
            }
        }
        CompletableFuture<Optional<DataBlock>> receiver;
        synchronized (this) {
            fetching = false;
            failed = problem;
            finished = problem == null && block == null;
            if (closed) {
                free();
                return;
            }
            receiver = wanted;
            wanted = null;
            if (block != null && receiver == null) {
                waiting.add(block);
            }
            fetch();
        }
        if (receiver == null) {
            return;
        }
        if (problem != null) {
            receiver.completeExceptionally(problem);
        } else {
            receiver.complete(Optional.ofNullable(block));
        }
    }

    /** Not while a fetch is under way, which would then read what is freed. */
    private void free() {
        if (!finished) {
            finished = true;
            ObjectNode args = Json.object().put("req_id", RequestIds.next());
            channel.tell("free_result", Json.putU64(args, "id", id));
        }
    }

    private ServiceException closedFailure() {
        return Failures.failure(
                FailureKind.FATAL,
                TDengineErrors.GATEWAY_CLOSED,
                query.purpose(),
                channel.where(),
                query.requestId(),
                "the result was closed",
                null);
    }
}
