/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/**
 * Travels with the job and opens a gateway where one is needed: on each task, on the coordinator.
 */
@Experimental
@FunctionalInterface
public interface TDengineGatewayFactory extends Serializable {

    /** A new gateway, closed by whoever asked for it. Connects to nothing yet. */
    TDengineGateway create();
}
