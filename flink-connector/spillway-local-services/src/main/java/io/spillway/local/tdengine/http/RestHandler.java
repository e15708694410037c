/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.fault.Fate;
import io.spillway.local.tdengine.fault.TDengineFaults;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /rest/sql}, {@code /rest/login} and {@code /-/ping}; all else is not found. */
public final class RestHandler extends Handler.Abstract {

    private static final String JSON = "application/json; charset=utf-8";
    private static final byte[] NOT_FOUND = "404 page not found".getBytes(StandardCharsets.UTF_8);

    private final RestCalls calls;
    private final TDengineFaults faults;

    /**
     * @param zone in which times without one are read
     * @param asksNobody whether requests need not say who asks
     */
    public RestHandler(Engine engine, TDengineFaults faults, ZoneId zone, boolean asksNobody) {
        this.calls = new RestCalls(engine, zone, asksNobody);
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getDecodedPath();
        boolean post = request.getMethod().equals("POST");
        if (path.equals("/-/ping")) {
            send(response, callback, new RestReply(200, new byte[0]));
        } else if (!post && path.startsWith(RestCalls.LOGIN)) {
            send(response, callback, calls.answer(request, calls::login));
        } else if (post && (path.equals(RestCalls.SQL) || path.startsWith(RestCalls.SQL + "/"))) {
            answer(request, response, callback, faults.take("rest_sql"));
        } else {
            response.setStatus(404);
            response.getHeaders().put("Content-Type", "text/plain");
            response.write(true, ByteBuffer.wrap(NOT_FOUND), callback);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback, Fate fate) {
        if (fate.delay().isZero()) {
            answerNow(request, response, callback, fate);
        } else {
            Runnable work = () -> answerNow(request, response, callback, fate);
            request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.getContext().execute(work),
                            fate.delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void answerNow(Request request, Response response, Callback callback, Fate fate) {
        if (fate.ending() == Fate.Ending.CLOSED_BEFORE) {
            Gate.drop(request, callback);
            return;
        }
        RestReply reply =
                fate.code() != 0
                        ? RestReply.error(200, fate.code(), fate.message(), 0)
                        : calls.answer(request, calls::sql);
        if (fate.ending() == Fate.Ending.ANSWERED) {
            send(response, callback, reply);
        } else {
            Gate.drop(request, callback);
        }
    }

    private static void send(Response response, Callback callback, RestReply reply) {
        response.setStatus(reply.status());
        response.getHeaders().put("Content-Type", JSON);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }
}
