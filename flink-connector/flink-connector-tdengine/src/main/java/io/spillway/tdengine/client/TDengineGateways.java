/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import org.apache.flink.annotation.Experimental;

/** Makes gateways. */
@Experimental
public final class TDengineGateways {

    private TDengineGateways() {}

    /** A gateway of the transport the options name. Connects to nothing yet. */
    public static TDengineGateway create(TDengineGatewayOptions options) {
        return switch (options.transport()) {
            case WEBSOCKET -> new WebSocketGateway(options);
            case REST -> new RestGateway(options);
            case NATIVE -> new NativeGateway(options);
        };
    }

    /** A factory of such gateways, which travels with a job. */
    public static TDengineGatewayFactory factory(TDengineGatewayOptions options) {
        return () -> create(options);
    }
}
