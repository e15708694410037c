/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.common.failure.FailureKind;
import io.spillway.tdengine.client.WebSocketChannel.Call;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * A connection that is logged in, to a server that is new enough.
 *
 * @param version the server's
 */
@Internal
record WebSocketSession(WebSocketChannel channel, String version) {

    private static final String APPLICATION = "spillway";

    /** Logs in to run statements. */
    static CompletableFuture<WebSocketSession> connect(
            WebSocketChannel channel, TDengineGatewayOptions options) {
        ObjectNode args = Json.object();
        putIdentity(args, options);
        if (options.database() != null) {
            args.put("db", options.database());
        }
        Call call = Call.of("log in to TDengine", options.connectTimeout());
        return channel.call("conn", args, call)
                .thenCompose(answer -> checked(channel, answer, options));
    }

    /** Who is asking, which every login tells. */
    static void putIdentity(ObjectNode args, TDengineGatewayOptions options) {
        if (options.user() != null && options.password() != null) {
            args.put("user", options.user());
            args.put("password", options.password().reveal());
        }
        args.put("tz", options.timeZone() == null ? "" : options.timeZone().getId());
        args.put("app", APPLICATION);
        args.put("ip", "");
    }

    /** Asks for the version if a login's answer does not tell it, and checks it. */
    static CompletableFuture<WebSocketSession> checked(
            WebSocketChannel channel, JsonNode login, TDengineGatewayOptions options) {
        String version = login.path("version").asText("");
        if (!version.isEmpty()) {
            return check(channel, version);
        }
        Call call = Call.of("ask TDengine for its version", options.connectTimeout());
        return channel.call("version", Json.object(), call)
                .thenCompose(answer -> check(channel, answer.path("version").asText("")));
    }

    private static CompletableFuture<WebSocketSession> check(
            WebSocketChannel channel, String version) {
        if (ServerVersion.isSupported(version)) {
            return CompletableFuture.completedFuture(new WebSocketSession(channel, version));
        }
        return CompletableFuture.failedFuture(
                Failures.failure(
                        FailureKind.FATAL,
                        TDengineErrors.SERVER_TOO_OLD,
                        "use TDengine",
                        channel.where(),
                        0,
                        "the server's version is '"
                                + Failures.oneLine(version)
                                + "', needed is "
                                + ServerVersion.OLDEST
                                + " or newer; upgrade the server",
                        null));
    }
}
