/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.kafka;

import io.spillway.local.host.FreePort;
import io.spillway.local.host.OpenServices;
import io.spillway.local.host.RunDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka node (KRaft, broker and controller in one) inside this JVM: for tests, demos and
 * first steps.
 *
 * <pre>{@code
 * try (LocalKafka kafka = LocalKafka.start()) {
 *     kafka.createTopic("orders", 4, Map.of());
 *     ...
 * }
 * }</pre>
 *
 * <p>It listens on loopback ports without authentication and keeps its log in a temporary directory
 * that is removed at {@link #close()}; what a killed JVM left behind is removed at the next start.
 * Transactions and consumer groups work as on a cluster, with a replication factor of 1.
 *
 * <p>Thread-safe.
 */
public final class LocalKafka implements AutoCloseable {

    private static final String KIND = "kafka";

    private final RunDirectory directory;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final TopicAdmin topics;
    private boolean closed;

    private LocalKafka(RunDirectory directory, KafkaRaftServer server, String bootstrapServers) {
        this.directory = directory;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.topics = new TopicAdmin(bootstrapServers);
    }

    /**
     * Starts a node on free ports.
     *
     * @throws IOException if it does not start
     */
    public static LocalKafka start() throws IOException {
        return builder().start();
    }

    /** A builder with the settings of {@link #start()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Value for {@code bootstrap.servers}: {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Creates a topic and returns when it can be written and read.
     *
     * @param name name of the topic
     * @param partitions number of partitions
     * @param config settings of the topic ({@code cleanup.policy}, ...), may be empty
     * @throws IOException if the broker refuses it, for example because it exists
     */
    public void createTopic(String name, int partitions, Map<String, String> config)
            throws IOException {
        topics.create(name, partitions, config);
    }

    /**
     * The end offsets of all partitions of a topic, added up: the number of records ever written to
     * it. Transactional writes add one more per transaction and partition for the transaction's
     * marker.
     *
     * @throws IOException if the topic does not exist
     */
    public long endOffsets(String topic) throws IOException {
        return topics.endOffsets(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The end offset of each partition of a topic, by partition number. */
    public Map<Integer, Long> endOffsetsByPartition(String topic) throws IOException {
        return topics.endOffsets(topic);
    }

    /** Where the node keeps its log while it runs. */
    public Path directory() {
        return directory.path();
    }

    /**
     * Stops the node and removes its files; a second call does nothing. Close producers, consumers
     * and Connect first: they would go on trying to reach it.
     *
     * @throws IOException if a file could not be removed
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        OpenServices.remove(this);
        try {
            topics.close();
        } finally {
            stop(server, directory);
        }
    }

    @Override
    public String toString() {
        return "LocalKafka{" + bootstrapServers + "}";
    }

    private static void stop(KafkaRaftServer server, RunDirectory directory) throws IOException {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            directory.close();
        }
    }

    /** Settings of a {@link LocalKafka}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> properties = new LinkedHashMap<>();
        private int port;

        private Builder() {}

        /** Port to listen on; 0, the default, takes a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Sets a broker property of {@code server.properties}, over our defaults. */
        public Builder property(String name, String value) {
            properties.put(
                    Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Sets broker properties of {@code server.properties}, over our defaults. */
        public Builder properties(Map<String, String> properties) {
            properties.forEach(this::property);
            return this;
        }

        /**
         * Starts the node and waits until it accepts clients.
         *
         * @throws IOException if it does not start
         */
        public LocalKafka start() throws IOException {
            // A broker that cannot bind its port ends the whole JVM, so look first.
            if (port != 0) {
                FreePort.requireFree(port);
            }
            RunDirectory.removeStale(KIND, stale -> {});
            RunDirectory directory = RunDirectory.create(KIND);
            int brokerPort;
            KafkaRaftServer server;
            try {
                brokerPort = port == 0 ? FreePort.pick() : port;
                server = newServer(directory.path().resolve("kraft"), brokerPort);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
            try {
                server.startup();
                LocalKafka kafka = new LocalKafka(directory, server, "127.0.0.1:" + brokerPort);
                OpenServices.add(kafka);
                return kafka;
            } catch (RuntimeException e) {
                try {
                    stop(server, directory);
                } catch (IOException | RuntimeException second) {
                    e.addSuppressed(second);
                }
                throw new IOException("Kafka did not start on port " + brokerPort, e);
            }
        }

        private KafkaRaftServer newServer(Path logDirectory, int brokerPort) throws IOException {
            int controllerPort = FreePort.pick();
            while (controllerPort == brokerPort) {
                controllerPort = FreePort.pick();
            }
            Map<String, String> all =
                    NodeProperties.singleNode(logDirectory, brokerPort, controllerPort);
            all.putAll(properties);
            KafkaConfig config = new KafkaConfig(all, false);
            try {
                new Formatter()
                        .setClusterId(Uuid.randomUuid().toString())
                        .setNodeId(Integer.parseInt(all.get("node.id")))
                        .setControllerListenerName(NodeProperties.CONTROLLER)
                        .setMetadataLogDirectory(logDirectory.toString())
                        .addDirectory(logDirectory.toString())
                        .setReleaseVersion(MetadataVersion.latestProduction())
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .run();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("Kafka could not format " + logDirectory, e);
            }
            return new KafkaRaftServer(config, Time.SYSTEM);
        }
    }
}
