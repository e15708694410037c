/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import io.spillway.local.tdengine.fault.TDengineFaults;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** In front of everything: turns connections away while they are to be refused. */
public final class Gate extends Handler.Wrapper {

    private final TDengineFaults faults;

    public Gate(Handler next, TDengineFaults faults) {
        super(next);
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (faults.takeRefusal()) {
            drop(request, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    static void drop(Request request, Callback callback) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        // of the kind the server does not log
        callback.failed(new EofException("The connection was closed by an injected fault"));
    }
}
