/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.services;

import io.spillway.jobs.input.BadInputException;
import io.spillway.local.connect.LocalConnect;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.host.FreePort;
import io.spillway.local.kafka.LocalKafka;
import io.spillway.local.postgres.LocalPostgres;
import io.spillway.local.tdengine.LocalTDengine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** The services of one {@code spillway services}; closed in the reverse order of their start. */
@Internal
final class Services implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<String> endpoints = new ArrayList<>();

    private Services() {}

    /**
     * Starts what is selected.
     *
     * @throws BadInputException if a port is taken or a topic cannot be created
     */
    static Services start(Selection selection) throws Exception {
        List<TopicSpec> topics = selection.topics.stream().map(TopicSpec::parse).toList();
        requireFree("--datahub", selection.dataHub);
        requireFree("--tdengine", selection.tdengine);
        requireFree("--postgres", selection.postgres);
        requireFree("--kafka", selection.kafka);
        requireFree("--connect", selection.connect);
        Services services = new Services();
        try {
            if (selection.dataHub != null) {
                services.startDataHub(selection, topics);
            }
            if (selection.tdengine != null) {
                services.startTDengine(selection.tdengine);
            }
            if (selection.postgres != null) {
                services.startPostgres(selection.postgres);
            }
            if (selection.kafka != null) {
                services.startKafka(selection.kafka, selection.connect);
            }
            return services;
        } catch (Exception e) {
            try {
                services.close();
            } catch (Exception second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Where to find each service, one line each. */
    List<String> endpoints() {
        return endpoints;
    }

    private static void requireFree(String option, @Nullable Integer port) {
        if (port == null || port == 0) {
            return;
        }
        try {
            FreePort.requireFree(port);
        } catch (IOException e) {
            throw new BadInputException(option + ": " + e.getMessage(), e);
        }
    }

    private void startDataHub(Selection selection, List<TopicSpec> topics) {
        LocalDataHub.Builder builder = LocalDataHub.builder().port(selection.dataHub);
        if (selection.accessId != null) {
            builder.credentials(selection.accessId, selection.accessKeySecret);
        }
        LocalDataHub dataHub = builder.start();
        open.push(dataHub);
        // A secret somebody chose is theirs to know; the one made up here has to be told.
        endpoints.add(
                "DataHub        "
                        + dataHub.endpoint()
                        + "  access id "
                        + dataHub.accessId()
                        + (selection.accessId == null
                                ? ", secret " + dataHub.accessKeySecret()
                                : ""));
        endpoints.add("  page         " + dataHub.adminPage());
        Set<String> projects = new HashSet<>();
        for (TopicSpec topic : topics) {
            try {
                if (projects.add(topic.project())) {
                    dataHub.createProject(topic.project());
                }
                dataHub.createTopic(
                        topic.project(),
                        topic.topic(),
                        topic.shards(),
                        LocalDataHub.tuple(topic.columns()));
            } catch (RuntimeException e) {
                throw new BadInputException(
                        "--topic " + topic.project() + "." + topic.topic() + ": " + e.getMessage(),
                        e);
            }
            endpoints.add("  topic        " + topic.project() + "." + topic.topic());
        }
    }

    private void startTDengine(int port) {
        LocalTDengine tdengine = LocalTDengine.builder().port(port).start();
        open.push(tdengine);
        endpoints.add(
                "TDengine       "
                        + tdengine.httpUrl()
                        + "  user "
                        + tdengine.user()
                        + ", password "
                        + tdengine.password());
        endpoints.add(
                "  JDBC         jdbc:TAOS-WS://"
                        + tdengine.endpoint()
                        + "/?user="
                        + tdengine.user()
                        + "&password="
                        + tdengine.password());
    }

    private void startPostgres(int port) throws IOException {
        LocalPostgres postgres = LocalPostgres.builder().port(port).start();
        open.push(postgres);
        endpoints.add(
                "PostgreSQL     postgresql://"
                        + postgres.user()
                        + "@"
                        + postgres.host()
                        + ":"
                        + postgres.port()
                        + "/"
                        + postgres.database());
    }

    private void startKafka(int port, @Nullable Integer connectPort) throws IOException {
        LocalKafka kafka = LocalKafka.builder().port(port).start();
        open.push(kafka);
        endpoints.add("Kafka          " + kafka.bootstrapServers());
        if (connectPort != null) {
            LocalConnect connect =
                    LocalConnect.builder(kafka.bootstrapServers()).port(connectPort).start();
            open.push(connect);
            endpoints.add("Kafka Connect  " + connect.url());
        }
    }

    /** Stops all of them, whatever happens to each. */
    @Override
    public void close() throws Exception {
        Exception failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
