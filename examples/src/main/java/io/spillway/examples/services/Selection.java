/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.services;

import io.spillway.jobs.input.BadInputException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.Option;

/** The services that are asked for; all of them if none is. */
@Internal
final class Selection {

    @Option(
            names = "--datahub",
            paramLabel = "PORT",
            description = "Start DataHub on this port; 0 takes a free one.")
    @Nullable
    Integer dataHub;

    @Option(
            names = "--tdengine",
            paramLabel = "PORT",
            description = "Start TDengine on this port; 0 takes a free one.")
    @Nullable
    Integer tdengine;

    @Option(
            names = "--postgres",
            paramLabel = "PORT",
            description = "Start PostgreSQL on this port; 0 takes a free one.")
    @Nullable
    Integer postgres;

    @Option(
            names = "--kafka",
            paramLabel = "PORT",
            description = "Start Kafka on this port; 0 takes a free one.")
    @Nullable
    Integer kafka;

    @Option(
            names = "--connect",
            paramLabel = "PORT",
            description = "Start Kafka Connect, and Kafka, on this port; 0 takes a free one.")
    @Nullable
    Integer connect;

    @Option(
            names = "--access-id",
            paramLabel = "ID",
            description = "Access id DataHub takes (default: one made up).")
    @Nullable
    String accessId;

    @Option(
            names = "--access-key-secret",
            paramLabel = "SECRET",
            description = "Secret of the access id.")
    @Nullable
    String accessKeySecret;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = {
                "Create a DataHub topic: project.topic=id:BIGINT,name:STRING, with @4 at the end"
                        + " for four shards. May be given several times."
            })
    List<String> topics = new ArrayList<>();

    /** Fills in what follows from what is given. */
    void complete() {
        requirePort("--datahub", dataHub);
        requirePort("--tdengine", tdengine);
        requirePort("--postgres", postgres);
        requirePort("--kafka", kafka);
        requirePort("--connect", connect);
        if ((accessId == null) != (accessKeySecret == null)) {
            throw new BadInputException("--access-id and --access-key-secret belong together");
        }
        if (accessId != null && (accessId.isBlank() || accessKeySecret.isBlank())) {
            throw new BadInputException("--access-id and --access-key-secret must not be empty");
        }
        boolean nothing =
                dataHub == null
                        && tdengine == null
                        && postgres == null
                        && kafka == null
                        && connect == null;
        if (dataHub == null && (nothing || accessId != null || !topics.isEmpty())) {
            dataHub = 0;
        }
        if (nothing && accessId == null && topics.isEmpty()) {
            tdengine = 0;
            postgres = 0;
            connect = 0;
        }
        if (connect != null && kafka == null) {
            kafka = 0;
        }
    }

    private static void requirePort(String option, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new BadInputException(option + " must be a port from 0 to 65535, is " + port);
        }
    }
}
