/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What a worker needs before it can start. */
final class WorkerStart {

    private static final int BROKER_TIMEOUT_MILLIS = 10_000;

    private WorkerStart() {}

    /** The properties of a worker on loopback; a new map, free to be changed. */
    static Map<String, String> properties(String bootstrapServers, int port, Path directory) {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("listeners", "http://127.0.0.1:" + port);
        properties.put("rest.advertised.host.name", "127.0.0.1");
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("offset.flush.interval.ms", "1000");
        properties.put(
                "offset.storage.file.filename", directory.resolve("connect.offsets").toString());
        // plugins are found by their service files: no scan of the whole class path
        properties.put("plugin.discovery", "service_load");
        return properties;
    }

    /** Fails if no broker answers: a worker that finds none would end the whole JVM. */
    static void requireBrokers(String bootstrapServers) throws IOException {
        Map<String, Object> client =
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "request.timeout.ms", BROKER_TIMEOUT_MILLIS,
                        "default.api.timeout.ms", BROKER_TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(client)) {
            admin.describeCluster().clusterId().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted: Connect did not start");
        } catch (ExecutionException e) {
            throw new IOException(
                    "Connect needs a running Kafka: no broker answers at '"
                            + bootstrapServers
                            + "'",
                    e);
        }
    }
}
