/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import org.apache.flink.annotation.PublicEvolving;

/** How a gateway talks to a server. */
@PublicEvolving
public enum Transport {
    /** To taosAdapter, with everything. */
    WEBSOCKET,
    /**
     * To taosAdapter, statements only: no subscriptions, no prepared statements. An answer that
     * breaks off on the server looks complete, so nothing that must be read whole should be.
     */
    REST,
    /** To taosd through the vendor's driver and its native library, both of which must be there. */
    NATIVE
}
