/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.wire.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From HTTP to the calls and back: bodies, compression, signatures, errors. */
public final class DataHubHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(DataHubHandler.class);

    private static final String RAW_SIZE = "x-datahub-content-raw-size";

    /** What is read of a body that is too large, so that its sender gets to read the refusal. */
    private static final int MAX_DRAINED = 64 * 1024 * 1024;

    private final Signature signature;
    private final Routes routes;
    private final DataHubFaults faults;

    public DataHubHandler(
            Projects projects, DataHubFaults faults, boolean avroBatches, Credentials credentials) {
        this.signature = new Signature(credentials);
        this.routes = new Routes(projects, faults, avroBatches, credentials.accessId());
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Duration delay = faults.currentLatency();
        if (delay.isZero()) {
            answer(request, response, callback);
        } else {
            // no thread waits, so that latency does not bound how many requests are in flight
            Runnable later =
                    () -> request.getContext().execute(() -> answer(request, response, callback));
            request.getComponents()
                    .getScheduler()
                    .schedule(later, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            String requestId = UUID.randomUUID().toString().replace("-", "");
            send(reply(request, requestId), requestId, request, response, callback);
        } catch (IOException | RuntimeException e) {
            // the client is gone, or its bytes cannot be read: there is nobody to answer
            LOG.debug("A request to the local DataHub could not be read or answered", e);
            callback.failed(e);
        }
    }

    private Reply reply(Request request, String requestId) throws IOException {
        byte[] body = readBody(request);
        if (faults.takeUnavailable()) {
            return Reply.UNAVAILABLE;
        }
        try {
            return call(request, body);
        } catch (DataHubException e) {
            return Reply.error(requestId, e);
        } catch (RuntimeException e) {
            LOG.error("The local DataHub failed on request {}", requestId, e);
            return Reply.error(
                    requestId,
                    new DataHubException(
                            ErrorCode.INTERNAL_SERVER_ERROR, "The local DataHub failed: " + e));
        }
    }

    private Reply call(Request request, byte[] body) {
        if (body == null) {
            throw Compression.tooLarge();
        }
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        signature.verify(request.getMethod(), path, query, request.getHeaders());
        byte[] raw =
                Compression.ofContentEncoding(request.getHeaders().get("Content-Encoding"))
                        .decompress(body, rawSize(request));
        Exchange exchange = new Exchange(request.getMethod(), query, request.getHeaders(), raw);
        return routes.handle(path, exchange);
    }

    private static void send(
            Reply reply, String requestId, Request request, Response response, Callback callback) {
        if (reply.contentType() == null) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            endPoint.close();
            // of the kind the server does not log
            callback.failed(new EofException("The connection was closed by an injected fault"));
            return;
        }
        byte[] body = reply.body();
        if (reply.status() < 300) {
            Compression compression =
                    Compression.ofAcceptEncoding(request.getHeaders().get("Accept-Encoding"));
            byte[] compressed = compression.compress(body);
            if (compressed.length < body.length) {
                response.getHeaders().put("Content-Encoding", compression.token());
                response.getHeaders().put(RAW_SIZE, Integer.toString(body.length));
                body = compressed;
            }
        }
        response.setStatus(reply.status());
        response.getHeaders().put("Content-Type", reply.contentType());
        response.getHeaders().put("Content-Length", body.length);
        response.getHeaders().put("x-datahub-request-id", requestId);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** The whole body, or null if it is larger than any may be. */
    private static byte[] readBody(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            // one byte more than allowed shows that there was more
            byte[] body = in.readNBytes(Compression.MAX_RAW_SIZE + 1);
            if (body.length <= Compression.MAX_RAW_SIZE) {
                return body;
            }
            for (long drained = body.length; drained < MAX_DRAINED; ) {
                int count = in.readNBytes(body, 0, body.length);
                drained += count;
                if (count < body.length) {
                    break;
                }
            }
            return null;
        }
    }

    private static int rawSize(Request request) {
        String header = request.getHeaders().get(RAW_SIZE);
        if (header == null) {
            return -1;
        }
        try {
            return Math.max(0, Integer.parseInt(header));
        } catch (NumberFormatException e) {
            throw DataHubException.invalidParameter(
                    "The header " + RAW_SIZE + " is not a number: '" + header + "'.");
        }
    }
}
