/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A topic and how to reach it. */
record TopicAccess(TopicPath topic, DataHubGatewayFactory gateways) implements Serializable {

    /** Describes the topic as it stands now; waits for the answer. */
    TopicDescription describe() throws Exception {
        try (DataHubGateway gateway = gateways.create()) {
            return gateway.getTopic(topic).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Likewise, without waiting. */
    CompletableFuture<TopicDescription> describeLater() {
        DataHubGateway gateway = gateways.create();
        return gateway.getTopic(topic)
                // closed on another thread: a client must not wait for itself
                .whenCompleteAsync((description, failure) -> gateway.close());
    }
}
