/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static java.util.Objects.requireNonNull;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.tmq.config.ConsumerGroup;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Builds a {@link TDengineTmqSource}. Gateway factory, topic, group id and deserializer are
 * required. Not thread-safe.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
public final class TDengineTmqSourceBuilder<T> {

    /** Default of {@link #setAssignmentTimeout}: a little more than frozen members are kept. */
    public static final Duration DEFAULT_ASSIGNMENT_TIMEOUT = Duration.ofSeconds(150);

    /** Default of {@link #setPollTimeout}. */
    public static final Duration DEFAULT_POLL_TIMEOUT = Duration.ofMillis(500);

    /** Default of {@link #setRowsPerTurn}. */
    public static final int DEFAULT_ROWS_PER_TURN = 10_000;

    /** Default of {@link #setHeldBytes}. */
    public static final long DEFAULT_HELD_BYTES = 64L << 20;

    private static final int MAX_TOPIC_BYTES = 64;
    private static final int MAX_GROUP_ID_LENGTH = 192;
    private static final int MAX_CLIENT_ID_PREFIX_LENGTH = 200;
    private static final String MAX_POLL_INTERVAL = "max.poll.interval.ms";
    private static final String MIN_POLL_ROWS = "min.poll.rows";

    /**
     * Four times the server's own default, which makes it read a log a fifth faster; it does not
     * wait for so many at the end of its log.
     */
    private static final int DEFAULT_MIN_POLL_ROWS = 16_384;

    /** Rows can be long. */
    private static final long AHEAD_BYTES = 16L << 20;

    /** What the source sets itself. */
    private static final Set<String> RESERVED_PROPERTIES =
            Set.of(
                    "group.id",
                    "client.id",
                    "auto.offset.reset",
                    "enable.auto.commit",
                    "experimental.snapshot.enable",
                    "enable.replay",
                    "msg.with.table.name",
                    "msg.enable.batchmeta",
                    "msg.consume.rawdata");

    private static final Duration POSITION_INTERVAL = Duration.ofSeconds(1);

    @Nullable private TDengineGatewayFactory gateways;
    @Nullable private String topic;
    @Nullable private String groupId;
    @Nullable private TDengineDeserializationSchema<T> deserializer;
    private String clientIdPrefix = "spillway";
    private StartingOffsets start = StartingOffsets.earliest();
    private boolean bounded;
    private boolean commits = true;
    private boolean withMeta;
    private OnDataLoss onDataLoss = OnDataLoss.FAIL;
    private ErrorPolicy errors = ErrorPolicy.FAIL;
    private Duration assignmentTimeout = DEFAULT_ASSIGNMENT_TIMEOUT;
    private Duration pollTimeout = DEFAULT_POLL_TIMEOUT;
    private int rowsPerTurn = DEFAULT_ROWS_PER_TURN;
    private long heldBytes = DEFAULT_HELD_BYTES;
    private final Map<String, String> properties = new HashMap<>();

    TDengineTmqSourceBuilder() {
        // a reader that its job holds back polls when it is let, and is no worse for it
        properties.put(MAX_POLL_INTERVAL, Integer.toString(Integer.MAX_VALUE));
        properties.put(MIN_POLL_ROWS, Integer.toString(DEFAULT_MIN_POLL_ROWS));
    }

    /** How to reach the server. Over REST nothing can be subscribed to. */
    public TDengineTmqSourceBuilder<T> setGatewayFactory(TDengineGatewayFactory gateways) {
        this.gateways = requireNonNull(gateways, "gateways");
        return this;
    }

    /**
     * The topic to read, as SHOW TOPICS spells it.
     *
     * @param topic at most 64 bytes: the server makes topics of longer names, but lets nobody
     *     subscribe to them
     */
    public TDengineTmqSourceBuilder<T> setTopic(String topic) {
        int length = topic.getBytes(StandardCharsets.UTF_8).length;
        require(
                length > 0 && length <= MAX_TOPIC_BYTES,
                "The topic ('topic') must have 1 to "
                        + MAX_TOPIC_BYTES
                        + " bytes, as the server lets nobody subscribe to longer names; '"
                        + topic
                        + "' has "
                        + length);
        this.topic = topic;
        return this;
    }

    /**
     * The consumer group, used by this job alone: members of other jobs would take vgroups away.
     *
     * @param groupId at most 192 characters, no colon
     */
    public TDengineTmqSourceBuilder<T> setGroupId(String groupId) {
        require(
                !groupId.isEmpty()
                        && groupId.length() <= MAX_GROUP_ID_LENGTH
                        && groupId.indexOf(':') < 0,
                "The group id must have 1 to "
                        + MAX_GROUP_ID_LENGTH
                        + " characters and no colon, is '"
                        + groupId
                        + "'");
        this.groupId = groupId;
        return this;
    }

    /**
     * What the client ids of the readers begin with, {@code spillway} unless set; seen in SHOW
     * CONSUMERS.
     *
     * @param prefix at most 200 characters
     */
    public TDengineTmqSourceBuilder<T> setClientIdPrefix(String prefix) {
        require(
                !prefix.isEmpty() && prefix.length() <= MAX_CLIENT_ID_PREFIX_LENGTH,
                "The prefix of the client ids must have 1 to "
                        + MAX_CLIENT_ID_PREFIX_LENGTH
                        + " characters, is '"
                        + prefix
                        + "'");
        this.clientIdPrefix = prefix;
        return this;
    }

    /** How rows become elements. */
    public TDengineTmqSourceBuilder<T> setDeserializer(
            TDengineDeserializationSchema<T> deserializer) {
        this.deserializer = requireNonNull(deserializer, "deserializer");
        return this;
    }

    /** Where a job without state begins; {@link StartingOffsets#earliest()} unless set. */
    public TDengineTmqSourceBuilder<T> setStartingOffsets(StartingOffsets start) {
        this.start = requireNonNull(start, "start");
        return this;
    }

    /**
     * Makes the source bounded: it ends once all vgroups are read to where they ended when the job
     * started. As messages cannot be cut, rows that were written at that time may come too.
     */
    public TDengineTmqSourceBuilder<T> setBounded() {
        this.bounded = true;
        return this;
    }

    /**
     * Whether the group's offsets are committed after each completed checkpoint, for others to see;
     * they are unless set.
     */
    public TDengineTmqSourceBuilder<T> setCommitOffsets(boolean commits) {
        this.commits = commits;
        return this;
    }

    /**
     * Whether changes of schema and deletes are handed to {@link
     * TDengineDeserializationSchema#deserializeMeta}; they are not unless set. Only topics made
     * {@code WITH META} have them. A message of rows that comes with the tables made for them tells
     * these again if a checkpoint cut it.
     */
    public TDengineTmqSourceBuilder<T> setMetaMessages(boolean withMeta) {
        this.withMeta = withMeta;
        return this;
    }

    /** What to do about rows that are no longer kept; {@link OnDataLoss#FAIL} unless set. */
    public TDengineTmqSourceBuilder<T> setOnDataLoss(OnDataLoss onDataLoss) {
        this.onDataLoss = requireNonNull(onDataLoss, "onDataLoss");
        return this;
    }

    /**
     * What to do with rows that cannot be decoded; {@link ErrorHandling#FAIL} unless set. A letter
     * has the row as JSON.
     *
     * @param letters makes the target of dead letters; null unless {@code handling} is {@link
     *     ErrorHandling#DEAD_LETTER}
     */
    public TDengineTmqSourceBuilder<T> setErrorHandling(
            ErrorHandling handling, @Nullable DeadLetterWriterFactory.Provider letters) {
        this.errors = new ErrorPolicy(handling, letters);
        return this;
    }

    /**
     * How long the readers may wait until the server has given them each vgroup once, 150 seconds
     * unless set. A member whose connection froze keeps its vgroups for about 113 seconds.
     *
     * @param timeout at least a second
     */
    public TDengineTmqSourceBuilder<T> setAssignmentTimeout(Duration timeout) {
        require(
                timeout.toSeconds() >= 1,
                "The assignment timeout must be at least 1 s, is " + timeout);
        this.assignmentTimeout = timeout;
        return this;
    }

    /**
     * How long the server may wait for rows before it answers that there are none, 500 ms unless
     * set. Commits wait as long, rows do not.
     *
     * @param timeout at least a millisecond
     */
    public TDengineTmqSourceBuilder<T> setPollTimeout(Duration timeout) {
        require(timeout.toMillis() >= 1, "The poll timeout must be at least 1 ms, is " + timeout);
        this.pollTimeout = timeout;
        return this;
    }

    /**
     * Most rows emitted between two chances for a checkpoint, 10,000 unless set. Messages with no
     * more rows are never cut by a checkpoint.
     *
     * @param rows at least 1
     */
    public TDengineTmqSourceBuilder<T> setRowsPerTurn(int rows) {
        require(rows >= 1, "The rows per turn must be at least 1, are " + rows);
        this.rowsPerTurn = rows;
        return this;
    }

    /**
     * Most bytes kept by a reader of vgroups that watermark alignment holds back while others of
     * its vgroups catch up, 64 MiB unless set; beyond, rows are emitted out of alignment.
     *
     * @param bytes at least 0
     */
    public TDengineTmqSourceBuilder<T> setHeldBytes(long bytes) {
        require(bytes >= 0, "The held bytes must not be negative, are " + bytes);
        this.heldBytes = bytes;
        return this;
    }

    /**
     * A setting of the server's consumer, such as {@code fetch.max.wait.ms} or {@code
     * min.poll.rows}, which is 16,384 unless set. {@code max.poll.interval.ms} is as long as can be
     * unless set, so that a job under backpressure stays a member.
     */
    public TDengineTmqSourceBuilder<T> setConsumerProperty(String key, String value) {
        require(
                !RESERVED_PROPERTIES.contains(key),
                "The consumer property '" + key + "' is set by the source itself");
        properties.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * @throws NullPointerException naming what is missing
     */
    public TDengineTmqSource<T> build() {
        requireNonNull(gateways, "A TMQ source needs a gateway factory: call setGatewayFactory");
        requireNonNull(topic, "A TMQ source needs a topic: call setTopic");
        requireNonNull(groupId, "A TMQ source needs a group id: call setGroupId");
        requireNonNull(deserializer, "A TMQ source needs a deserializer: call setDeserializer");
        return new TDengineTmqSource<>(
                new TmqSourceConfig(
                        gateways,
                        topic,
                        new ConsumerGroup(groupId, clientIdPrefix, commits, withMeta, properties),
                        start,
                        bounded,
                        onDataLoss,
                        errors,
                        new TmqSourceConfig.Tuning(
                                assignmentTimeout,
                                pollTimeout,
                                POSITION_INTERVAL,
                                rowsPerTurn,
                                AHEAD_BYTES,
                                heldBytes)),
                deserializer);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
