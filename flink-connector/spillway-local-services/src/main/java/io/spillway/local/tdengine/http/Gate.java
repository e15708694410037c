/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import io.spillway.local.tdengine.fault.TDengineFaults;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * In front of everything: turns connections away while they are to be refused, and those that bring
 * no token where one is asked for.
 */
public final class Gate extends Handler.Wrapper {

    private static final String PARAMETER = "token";
    private static final int UNAUTHORIZED = 401;

    private final TDengineFaults faults;
    @Nullable private final String token;

    /**
     * @param token what the URL of every request must have, as clouds have it; null for nothing
     */
    public Gate(Handler next, TDengineFaults faults, @Nullable String token) {
        super(next);
        this.faults = faults;
        this.token = token;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (faults.takeRefusal()) {
            drop(request, callback);
            return true;
        }
        if (token != null && !token.equals(given(request))) {
            Response.writeError(request, response, callback, UNAUTHORIZED, "invalid token");
            return true;
        }
        return super.handle(request, response, callback);
    }

    @Nullable
    private static String given(Request request) {
        return Request.extractQueryParameters(request, StandardCharsets.UTF_8).getValue(PARAMETER);
    }

    static void drop(Request request, Callback callback) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        // of the kind the server does not log
        callback.failed(new EofException("The connection was closed by an injected fault"));
    }
}
