/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Conversation;
import io.spillway.local.tdengine.socket.Exchanges;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.socket.Socket;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Incoming;
import java.util.concurrent.Executor;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of {@code /rest/tmq}. Polls are answered one after another; one that waits for its turn
 * is dropped without an answer when the next one comes.
 */
public final class TmqConversation implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(TmqConversation.class);

    private final Services services;
    private final Socket socket;
    private final TmqCalls calls;
    @Nullable private Incoming nextPoll;
    private boolean polling;
    private boolean closed;

    private TmqConversation(Services services, Socket socket) {
        this.services = services;
        this.socket = socket;
        this.calls =
                new TmqCalls(services.engine, services.groups, services.version, socket::freeze);
    }

    /**
     * Opens such conversations.
     *
     * @param version the server's own
     * @param workers run polls, which wait
     */
    public static Conversation.Factory factory(
            Engine engine,
            GroupRegistry groups,
            Exchanges exchanges,
            String version,
            Executor workers) {
        Services services = new Services(engine, groups, exchanges, version, workers);
        return socket -> new TmqConversation(services, socket);
    }

    @Override
    public void onText(String text) {
        Incoming request = Incoming.ofText(text);
        if (request == null) {
            LOG.debug("A request that is no JSON is not answered, as the adapter does");
        } else if (request.action().equals("poll")) {
            enqueue(request);
        } else {
            services.exchanges.start(socket, request.action(), new Call(request));
        }
    }

    @Override
    public void onBinary(byte[] bytes) {
        LOG.debug("A binary request to a consumer is not answered, as the adapter does");
    }

    @Override
    public void onClosed() {
        synchronized (this) {
            closed = true;
            nextPoll = null;
        }
        // a poll may be under way, and hold what leaving needs
        services.workers.execute(calls::close);
    }

    private synchronized void enqueue(Incoming request) {
        nextPoll = request;
        if (!polling && !closed) {
            polling = true;
            services.workers.execute(this::answerPolls);
        }
    }

    private void answerPolls() {
        for (Incoming request = takePoll(); request != null; request = takePoll()) {
            services.exchanges.answer(socket, "poll", new Call(request));
        }
    }

    @Nullable
    private synchronized Incoming takePoll() {
        Incoming request = closed ? null : nextPoll;
        nextPoll = null;
        polling = request != null;
        return request;
    }

    private record Services(
            Engine engine,
            GroupRegistry groups,
            Exchanges exchanges,
            String version,
            Executor workers) {}

    private final class Call implements Exchanges.Call {

        private final Incoming request;

        Call(Incoming request) {
            this.request = request;
        }

        @Override
        public Reply run() throws TaosException {
            return calls.answer(request);
        }

        @Override
        public Reply failed(int code, String message) {
            if (request.action().equals("fetch_raw_data")) {
                return Reply.of(
                        TopicFrames.error(request, request.unsigned("message_id"), code, message));
            }
            Answer answer = Answer.error(request, code, message);
            if (request.action().equals("fetch_json_meta")) {
                answer.putUnsigned("message_id", request.unsigned("message_id"));
            }
            return Reply.of(answer);
        }
    }
}
