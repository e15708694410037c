/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import io.spillway.local.datahub.admin.AdminHandler;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.http.Credentials;
import io.spillway.local.datahub.http.DataHubHandler;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.RecordView;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.ShardDelays;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicColumn;
import io.spillway.local.datahub.topic.TopicSchema;
import io.spillway.local.datahub.topic.TopicSpec;
import io.spillway.local.host.LoopbackServer;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;
import org.eclipse.jetty.server.Handler;

/**
 * A DataHub service on this machine, for tests and for trying things out: the vendor's own clients
 * can talk to it. It listens on loopback, keeps everything in memory, and forgets it on {@link
 * #close}. Thread-safe.
 *
 * <p>It verifies signatures, checksums, schemas and limits as strictly as the service is documented
 * to; what it does not cover it refuses with {@code InvalidOperation}. {@link #faults()} makes
 * things go wrong on purpose.
 */
public final class LocalDataHub implements AutoCloseable {

    private static final int DEFAULT_LIFECYCLE_DAYS = 7;

    private final LoopbackServer server;
    private final Credentials credentials;
    private final Projects projects;
    private final DataHubFaults faults;

    private LocalDataHub(Builder builder) {
        this.credentials =
                new Credentials(builder.accessId, builder.accessKeySecret, builder.securityToken);
        this.faults = new DataHubFaults(builder.clock);
        this.projects =
                new Projects(
                        builder.clock,
                        new ShardDelays(faults::currentOpeningDelay, faults::currentClosingDelay));
        this.server = new LoopbackServer("DataHub", builder.port);
        server.setHandler(
                new Handler.Sequence(
                        new AdminHandler(projects, faults),
                        new DataHubHandler(projects, faults, builder.avroBatches, credentials)));
    }

    /** Starts a service on a free port with made-up credentials. */
    public static LocalDataHub start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the columns of a TUPLE topic, each {@code name:TYPE}, or {@code name:TYPE!} if not
     * null.
     */
    public static List<TopicColumn> tuple(String... columns) {
        return Arrays.stream(columns).map(TopicColumn::parse).toList();
    }

    /** Where clients find the service, such as {@code http://127.0.0.1:40123}. */
    public String endpoint() {
        return "http://" + LoopbackServer.HOST + ":" + server.port();
    }

    /** A page that shows what the service holds and lets people split shards and set faults. */
    public String adminPage() {
        return endpoint() + AdminHandler.PREFIX;
    }

    public String accessId() {
        return credentials.accessId();
    }

    public String accessKeySecret() {
        return credentials.accessKeySecret();
    }

    /** What can be made to go wrong. */
    public DataHubFaults faults() {
        return faults;
    }

    public void createProject(String project) {
        projects.create(project, "");
    }

    /** Creates a TUPLE topic that keeps its records for 7 days. */
    public void createTopic(String project, String topic, int shards, List<TopicColumn> columns) {
        createTopic(project, topic, shards, DEFAULT_LIFECYCLE_DAYS, columns);
    }

    /** Creates a TUPLE topic. */
    public void createTopic(
            String project,
            String topic,
            int shards,
            int lifecycleDays,
            List<TopicColumn> columns) {
        projects.get(project)
                .createTopic(
                        topic, TopicSpec.of(shards, lifecycleDays, TopicSchema.tuple(columns)));
    }

    /** Creates a BLOB topic that keeps its records for 7 days. */
    public void createBlobTopic(String project, String topic, int shards) {
        projects.get(project)
                .createTopic(
                        topic, TopicSpec.of(shards, DEFAULT_LIFECYCLE_DAYS, TopicSchema.blob()));
    }

    /** Creates a topic that may have a schema registry, extend mode, or advice on encodings. */
    public void createTopic(String project, String topic, TopicSpec spec) {
        projects.get(project).createTopic(topic, spec);
    }

    /** Adds a column that allows null to the end of a TUPLE topic. */
    public void appendColumn(String project, String topic, String column) {
        topic(project, topic).appendColumns(tuple(column));
    }

    /**
     * Splits a shard in the middle of its hash keys, at once: the service would refuse that for the
     * first five seconds of the shard.
     *
     * @return the ids of both new shards
     */
    public List<String> splitShard(String project, String topic, String shardId) {
        Topic target = topic(project, topic);
        String middle = target.shards().get(shardId).middleHashKey();
        return target.shards().split(shardId, middle, false).stream().map(Shard::id).toList();
    }

    /**
     * Merges two neighbours, at once.
     *
     * @return the id of the new shard
     */
    public String mergeShards(String project, String topic, String shardId, String adjacentId) {
        return topic(project, topic).shards().merge(shardId, adjacentId, false).id();
    }

    /**
     * Adds shards to a topic in extend mode.
     *
     * @return the ids of the new shards
     */
    public List<String> extendShards(String project, String topic, int added) {
        return topic(project, topic).shards().extendBy(added).stream().map(Shard::id).toList();
    }

    /** Puts a shard to rest: it is {@code INACTIVE} until a client activates it. */
    public void deactivateShard(String project, String topic, String shardId) {
        topic(project, topic).shards().get(shardId).rest();
    }

    /** The consumers in the group of a subscription, each with the shards it is to read. */
    public Map<String, List<String>> consumers(String project, String topic, String subscription) {
        return topic(project, topic).subscriptions().get(subscription).group().assignment();
    }

    /** How many records were ever written to a topic, by any shard, expired ones included. */
    public long recordCount(String project, String topic) {
        return topic(project, topic).written();
    }

    /** Everything a topic holds now, shard by shard, each in its order. */
    public List<StoredRecord> records(String project, String topic) {
        List<StoredRecord> all = new ArrayList<>();
        for (Shard shard : topic(project, topic).shards().all()) {
            RecordView view = shard.records();
            for (int i = 0; i < view.size(); i++) {
                for (byte[] body : view.entry(i).bodies()) {
                    Map<String, String> attributes = new LinkedHashMap<>();
                    List<String> values = RecordBody.texts(body, attributes);
                    all.add(
                            new StoredRecord(
                                    shard.id(),
                                    view.sequence(i),
                                    view.systemTime(i),
                                    attributes,
                                    values));
                }
            }
        }
        return all;
    }

    /** Stops the service and waits until its port is free and its threads are gone. */
    @Override
    public void close() {
        server.close();
    }

    private Topic topic(String project, String topic) {
        return projects.get(project).topic(topic);
    }

    /**
     * A record as it is held.
     *
     * @param systemTime epoch milliseconds
     * @param values the text forms of the columns in order, null for null; the bytes of a BLOB read
     *     as UTF-8
     */
    public record StoredRecord(
            String shardId,
            long sequence,
            long systemTime,
            Map<String, String> attributes,
            List<String> values) {}

    /** Settings of a service; the defaults suit most tests. */
    public static final class Builder {

        private int port;
        private String accessId = "local-access-id";
        private String accessKeySecret = "local-access-key-secret";
        @Nullable private String securityToken;
        private Clock clock = Clock.systemUTC();
        private boolean avroBatches;

        private Builder() {}

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The key pair that requests must be signed with. */
        public Builder credentials(String id, String secret) {
            accessId = Objects.requireNonNull(id, "accessId");
            accessKeySecret = Objects.requireNonNull(secret, "accessKeySecret");
            return this;
        }

        /** Makes the key pair a temporary one, which needs this token beside it. */
        public Builder securityToken(String token) {
            securityToken = Objects.requireNonNull(token, "securityToken");
            return this;
        }

        /**
         * Answers reads of batches with Avro where a record was written alone; else such a record
         * comes in the older layout. A batch always comes as it was written.
         */
        public Builder avroBatches(boolean value) {
            avroBatches = value;
            return this;
        }

        /** What tells record times, retention and cool-downs. */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Starts the service.
         *
         * @throws UncheckedIOException if the port is taken
         */
        public LocalDataHub start() {
            LocalDataHub hub = new LocalDataHub(this);
            try {
                hub.server.start();
                return hub;
            } catch (RuntimeException e) {
                hub.close();
                throw e;
            }
        }
    }
}
