/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.codec.BinaryAnswer;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: sends requests one after the other, finds the request an answer belongs
 * to by its id, and fails whatever is in flight at once when the connection ends. A request that is
 * not answered in time ends the connection, since nothing tells a slow server from a dead one and
 * an answer that comes too late must not be taken for another's.
 *
 * <p>Thread-safe. Futures fail with {@link ServiceException} only.
 */
@Internal
final class WebSocketChannel implements WebSocketMessages.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannel.class);

    private static final long PING_MILLIS = 250;

    private final String where;
    private final Executor executor;
    private final Map<Long, Request> inFlight = new ConcurrentHashMap<>();
    private final AtomicReference<End> end = new AtomicReference<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean pinging = new AtomicBoolean();

    /** Set once, before the first request. */
    private volatile Wire wire;

    /** The last frame handed to the wire; the next may follow when it is on its way. */
    private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

    WebSocketChannel(String where, Executor executor) {
        this.where = where;
        this.executor = executor;
    }

    void opened(Wire opened) {
        wire = opened;
        if (end.get() != null) {
            opened.abort();
        }
    }

    /** The endpoint. */
    String where() {
        return where;
    }

    boolean isOpen() {
        return end.get() == null;
    }

    /** Completes, never exceptionally, when the connection has ended. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Sends a request in JSON; answers what the server answered, if that is no error. */
    CompletableFuture<JsonNode> call(String action, ObjectNode args, Call call) {
        args.put("req_id", call.requestId());
        return start(call, text(Json.request(action, args)), Answer::json);
    }

    /** Sends a binary request that is answered in JSON. */
    CompletableFuture<JsonNode> callBinary(byte[] frame, Call call) {
        return start(call, binary(frame), Answer::json);
    }

    /** Sends a request in JSON that is answered in binary. */
    CompletableFuture<BinaryAnswer> fetch(String action, ObjectNode args, Call call) {
        args.put("req_id", call.requestId());
        return start(call, text(Json.request(action, args)), Answer::binary);
    }

    /** Sends a binary request that is answered in binary. */
    CompletableFuture<BinaryAnswer> fetchBinary(byte[] frame, Call call) {
        return start(call, binary(frame), Answer::binary);
    }

    /** Sends a message that has no answer, unless the connection has ended. */
    void tell(String action, ObjectNode args) {
        if (isOpen()) {
            send(text(Json.request(action, args)));
        }
    }

    /** Ends the connection; what is in flight fails with the code. */
    void close(FailureKind kind, String code, String reason) {
        if (finish(new End(kind, code, reason, null))) {
            Wire open = wire;
            if (open != null) {
                open.abort();
            }
        }
    }

    /** Fails what is in flight, but lets what was sent reach the server, then closes in order. */
    void closeGently(String reason) {
        if (!finish(new End(FailureKind.FATAL, TDengineErrors.GATEWAY_CLOSED, reason, null))) {
            return;
        }
        Wire open = wire;
        synchronized (this) {
            lastSent =
                    lastSent.thenCompose(sent -> open.sendClose())
                            .orTimeout(1, TimeUnit.SECONDS)
                            .whenComplete((sent, failure) -> open.abort());
        }
    }

    @Override
    public void onText(String message) {
        try {
            JsonNode answer = Json.parse(message);
            long id = Json.u64(answer.path("req_id"));
            int code = answer.path("code").asInt() & 0xffff;
            Request request = inFlight.remove(id);
            if (request != null) {
                request.answer(code, answer.path("message").asText(), new Answer(answer, null));
            } else if (id == 0 && code != 0) {
                // the server could not even read which request it refuses
                String text = Failures.oneLine(answer.path("message").asText());
                close(FailureKind.FATAL, TDengineErrors.code(code), text);
            } else {
                LOG.debug("{} answered {}, which nobody waits for", where, id);
            }
        } catch (JsonProcessingException e) {
            // its own message would quote the text
            end(new MalformedMessageException("an answer is not in JSON"));
        } catch (MalformedMessageException e) {
            end(e);
        }
    }

    @Override
    public void onBinary(byte[] message) {
        try {
            BinaryAnswer answer = BinaryAnswer.read(message);
            Request request = inFlight.remove(answer.requestId());
            if (request != null) {
                request.answer(answer.code(), answer.message(), new Answer(null, answer));
            } else {
                LOG.debug("{} answered {}, which nobody waits for", where, answer.requestId());
            }
        } catch (MalformedMessageException e) {
            end(e);
        }
    }

    @Override
    public void onTooLarge(int maxBytes) {
        close(
                FailureKind.FATAL,
                TDengineErrors.MESSAGE_TOO_LARGE,
                "the server sent more than "
                        + maxBytes
                        + " bytes in one message; allow larger"
                        + " messages");
    }

    @Override
    public void onEnd(String reason, @Nullable Throwable cause) {
        finish(new End(FailureKind.RETRYABLE, TDengineErrors.CONNECTION_LOST, reason, cause));
    }

    private void end(MalformedMessageException cause) {
        close(FailureKind.FATAL, TDengineErrors.MALFORMED_MESSAGE, cause.getMessage());
    }

    private boolean finish(End why) {
        if (!end.compareAndSet(null, why)) {
            return false;
        }
        for (Long id : inFlight.keySet()) {
            failInFlight(id, why);
        }
        ended.complete(null);
        return true;
    }

    private void failInFlight(long id, End why) {
        Request request = inFlight.remove(id);
        if (request != null) {
            request.fail(why.failure(request.call, where));
        }
    }

    private <T> CompletableFuture<T> start(
            Call call, Function<Wire, CompletableFuture<?>> sender, Function<Answer, T> as) {
        Request request = new Request(call);
        inFlight.put(call.requestId(), request);
        End over = end.get();
        if (over != null) {
            failInFlight(call.requestId(), over);
        } else {
            request.answered.orTimeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
            send(sender);
            keepPinging();
        }
        return request.result.thenApply(as);
    }

    /**
     * Writes now and then while something is awaited. The JDK's client forgets to tell that a
     * connection has ended if that happens while a message is being handed over; it tells the
     * second who writes to it.
     */
    private void keepPinging() {
        if (wire.needsPings() && pinging.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(PING_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(this::ping);
        }
    }

    private void ping() {
        pinging.set(false);
        if (isOpen() && !inFlight.isEmpty()) {
            send(Wire::ping);
            keepPinging();
        }
    }

    private synchronized void send(Function<Wire, CompletableFuture<?>> sender) {
        Wire open = wire;
        lastSent = lastSent.thenCompose(previous -> sender.apply(open));
        lastSent.whenComplete(
                (sent, failure) -> {
                    if (failure != null) {
                        Throwable cause = Failures.unwrap(failure);
                        onEnd("sending failed: " + WebSocketMessages.describe(cause), cause);
                    }
                });
    }

    private static Function<Wire, CompletableFuture<?>> text(String message) {
        return wire -> wire.send(message);
    }

    private static Function<Wire, CompletableFuture<?>> binary(byte[] frame) {
        return wire -> wire.send(frame);
    }

    /**
     * A request's circumstances.
     *
     * @param purpose completes "failed to ..."
     */
    record Call(long requestId, String purpose, Duration timeout) {

        static Call of(String purpose, Duration timeout) {
            return new Call(RequestIds.next(), purpose, timeout);
        }
    }

    /** Why the connection ended. */
    private record End(FailureKind kind, String code, String reason, @Nullable Throwable cause) {

        ServiceException failure(Call call, String where) {
            return Failures.failure(
                    kind, code, call.purpose(), where, call.requestId(), reason, cause);
        }
    }

    private record Answer(@Nullable JsonNode inJson, @Nullable BinaryAnswer inBinary) {

        JsonNode json() {
            return inJson;
        }

        BinaryAnswer binary() {
            return inBinary;
        }
    }

    /** A request in flight. */
    private final class Request {

        private final Call call;
        private final CompletableFuture<Answer> answered = new CompletableFuture<>();
        private final CompletableFuture<Answer> result = new CompletableFuture<>();

        Request(Call call) {
            this.call = call;
            answered.whenComplete(
                    (answer, failure) -> {
                        if (failure == null) {
                            result.complete(answer);
                        } else if (failure instanceof TimeoutException) {
                            // not on the thread that all timeouts of the JVM share
                            executor.execute(this::timedOut);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
        }

        void answer(int code, String message, Answer answer) {
            if (code == 0) {
                answered.complete(answer);
            } else {
                fail(Failures.refused(code, message, call.purpose(), where, call.requestId()));
            }
        }

        void fail(ServiceException failure) {
            answered.completeExceptionally(failure);
        }

        private void timedOut() {
            inFlight.remove(call.requestId());
            result.completeExceptionally(
                    Failures.failure(
                            FailureKind.RETRYABLE,
                            TDengineErrors.TIMEOUT,
                            call.purpose(),
                            where,
                            call.requestId(),
                            "no answer within " + call.timeout().toMillis() + " ms",
                            null));
            close(
                    FailureKind.RETRYABLE,
                    TDengineErrors.CONNECTION_LOST,
                    "the connection was given up because the server did not answer in time");
        }
    }
}
