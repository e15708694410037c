/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.Projects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page and the API for people beside the protocol, under {@value #PREFIX}, where no call of the
 * protocol can be. It asks for no password, as the service listens on loopback only; {@link
 * AdminGuard} keeps other web sites out.
 */
public final class AdminHandler extends Handler.Abstract {

    /** Where the page is. */
    public static final String PREFIX = "/_local/";

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private static final int MAX_BODY = 64 * 1024;

    /** Only what the page itself holds; nothing is loaded from anywhere. */
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                    + " connect-src 'self'; frame-ancestors 'none'";

    private final AdminApi api;
    private final byte[] page = readPage();

    public AdminHandler(Projects projects, DataHubFaults faults) {
        this.api = new AdminApi(projects, faults);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException {
        String path = request.getHttpURI().getDecodedPath();
        if (path == null || !path.startsWith(PREFIX)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        // read even if it is refused, so that the connection stays good for the next request
        byte[] body = read(request);
        try {
            AdminGuard.check(request);
            if (path.equals(PREFIX)) {
                response.getHeaders().put("Content-Security-Policy", PAGE_POLICY);
                send(response, callback, 200, "text/html; charset=utf-8", page);
            } else {
                JsonNode answer =
                        api.call(
                                request.getMethod(),
                                path.substring(PREFIX.length()),
                                Request.extractQueryParameters(request),
                                parse(body));
                send(response, callback, 200, "application/json", JSON.writeValueAsBytes(answer));
            }
        } catch (AdminException e) {
            refuse(response, callback, e.status(), e.getMessage());
        } catch (DataHubException | IllegalArgumentException e) {
            refuse(response, callback, 400, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The page of the local DataHub failed", e);
            refuse(response, callback, 500, "The local DataHub failed: " + e);
        }
        return true;
    }

    private static byte[] read(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(MAX_BODY);
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AdminException(400, "The body is not valid JSON.");
        }
    }

    private static void refuse(Response response, Callback callback, int status, String message)
            throws IOException {
        send(
                response,
                callback,
                status,
                "application/json",
                JSON.writeValueAsBytes(JSON.createObjectNode().put("error", message)));
    }

    private static void send(
            Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static byte[] readPage() {
        try (InputStream in = AdminHandler.class.getResourceAsStream("page.html")) {
            if (in == null) {
                throw new IllegalStateException("The page is missing beside its class");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
