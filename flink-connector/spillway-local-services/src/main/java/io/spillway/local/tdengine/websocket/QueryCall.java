/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Exchanges;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.FetchFrames;
import io.spillway.local.tdengine.wire.Incoming;

/** A request, and how its failure is told: it depends on the kind of the request. */
record QueryCall(Incoming request, Answering answering) implements Exchanges.Call {

    @Override
    public Reply run() throws TaosException {
        return answering.answer(request);
    }

    @Override
    public Reply failed(int code, String message) {
        if (request.action().equals("fetch_raw_block")) {
            return Reply.of(FetchFrames.error(request, code, message));
        }
        Answer answer = Answer.error(request, code, message);
        if (request.action().equals("stmt2_bind")) {
            answer.putUnsigned("stmt_id", request.resourceId());
        } else if (request.action().startsWith("stmt2_") && request.args().has("stmt_id")) {
            answer.putUnsigned("stmt_id", request.unsigned("stmt_id"));
        }
        return Reply.of(answer);
    }

    /** Answers requests. */
    interface Answering {
        Reply answer(Incoming request) throws TaosException;
    }
}
