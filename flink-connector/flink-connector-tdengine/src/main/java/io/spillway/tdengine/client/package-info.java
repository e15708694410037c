/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * All that knows TDengine's wire: {@link io.spillway.tdengine.client.TDengineGateway} is what the
 * rest of the connector sees; behind it are clients by WebSocket and by REST, and one over the
 * vendor's driver for a server without an adapter.
 */
package io.spillway.tdengine.client;
