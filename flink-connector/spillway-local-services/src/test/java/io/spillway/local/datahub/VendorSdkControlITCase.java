/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.exception.AuthorizationFailureException;
import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.LimitExceededException;
import com.aliyun.datahub.client.exception.OperationDeniedException;
import com.aliyun.datahub.client.exception.ResourceAlreadyExistException;
import com.aliyun.datahub.client.exception.ResourceNotFoundException;
import com.aliyun.datahub.client.exception.SeekOutOfRangeException;
import com.aliyun.datahub.client.exception.ShardSealedException;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.ExpandMode;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.GetCursorResult;
import com.aliyun.datahub.client.model.GetProjectResult;
import com.aliyun.datahub.client.model.GetTopicResult;
import com.aliyun.datahub.client.model.MergeShardResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.RecordType;
import com.aliyun.datahub.client.model.ShardEntry;
import com.aliyun.datahub.client.model.ShardState;
import com.aliyun.datahub.client.model.SplitShardResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client manages projects, topics and shards, and seeks. */
class VendorSdkControlITCase {

    private static final String PROJECT = "control";
    private static final String TOPIC = "orders";
    private static final String ALL_ONES = "F".repeat(32);

    private final MutableClock clock = new MutableClock();
    private LocalDataHub hub;
    private DatahubClient client;

    @BeforeEach
    void start() {
        hub = LocalDataHub.builder().clock(clock).start();
        client = VendorClients.PROTOBUF_LZ4.connect(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void projectsLiveTheirLife(VendorClients how) {
        DatahubClient any = how.connect(hub);
        any.createProject("first_one", "a comment");
        any.createProject("second_one", "another");

        assertThat(any.listProject().getProjectNames()).containsExactly("first_one", "second_one");
        assertThat(any.listProject("first").getProjectNames()).containsExactly("first_one");
        // a blank and a percent sign: what is signed and what is sent look different
        assertThat(any.listProject("fir%st o&ne").getProjectNames()).isEmpty();

        clock.advance(Duration.ofSeconds(10));
        any.updateProject("first_one", "a new comment");
        GetProjectResult project = any.getProject("first_one");
        assertThat(project.getComment()).isEqualTo("a new comment");
        assertThat(project.getCreator()).isEqualTo(hub.accessId());
        assertThat(project.getLastModifyTime()).isEqualTo(project.getCreateTime() + 10);

        any.deleteProject("first_one");
        assertThat(any.listProject().getProjectNames()).containsExactly("second_one");
        refusal(
                () -> any.getProject("first_one"),
                ResourceNotFoundException.class,
                "NoSuchProject");
        refusal(
                () -> any.createProject("second_one", "again"),
                ResourceAlreadyExistException.class,
                "ProjectAlreadyExist");
        any.createTopic("second_one", TOPIC, 1, 1, RecordType.BLOB, "in the way");
        refusal(
                () -> any.deleteProject("second_one"),
                OperationDeniedException.class,
                "OperationDenied");
    }

    @ParameterizedTest
    @EnumSource
    void topicsLiveTheirLife(VendorClients how) {
        DatahubClient any = how.connect(hub);
        any.createProject(PROJECT, "");
        RecordSchema schema = VendorRecords.idAndName();
        any.createTopic(PROJECT, TOPIC, 3, 5, RecordType.TUPLE, schema, "rows");
        any.createTopic(PROJECT, "raw_bytes", 1, 7, RecordType.BLOB, "bytes");

        assertThat(any.listTopic(PROJECT).getTopicNames()).containsExactly(TOPIC, "raw_bytes");
        assertThat(any.listTopic(PROJECT, "raw").getTopicNames()).containsExactly("raw_bytes");
        GetTopicResult topic = any.getTopic(PROJECT, TOPIC);
        assertThat(topic.getShardCount()).isEqualTo(3);
        assertThat(topic.getLifeCycle()).isEqualTo(5);
        assertThat(topic.getRecordType()).isEqualTo(RecordType.TUPLE);
        assertThat(topic.getComment()).isEqualTo("rows");
        assertThat(topic.getRecordSchema()).isEqualTo(schema);
        assertThat(topic.getRecordSchema().getField("id").isAllowNull()).isFalse();
        assertThat(topic.getRecordSchema().getField("name").getComment())
                .isEqualTo("what it is called");
        assertThat(any.getTopic(PROJECT, "raw_bytes").getRecordType()).isEqualTo(RecordType.BLOB);

        any.updateTopic(PROJECT, TOPIC, 2, "fewer days");
        assertThat(any.getTopic(PROJECT, TOPIC).getLifeCycle()).isEqualTo(2);
        any.updateTopic(PROJECT, TOPIC, "only words");
        assertThat(any.getTopic(PROJECT, TOPIC).getComment()).isEqualTo("only words");
        assertThat(any.getTopic(PROJECT, TOPIC).getLifeCycle()).isEqualTo(2);

        any.appendField(PROJECT, TOPIC, new Field("price", FieldType.DECIMAL));
        any.appendField(
                PROJECT,
                TOPIC,
                List.of(new Field("a", FieldType.FLOAT), new Field("b", FieldType.TINYINT)));
        assertThat(any.getTopic(PROJECT, TOPIC).getRecordSchema().getFields())
                .extracting(Field::getName)
                .containsExactly("id", "name", "price", "a", "b");

        any.deleteTopic(PROJECT, TOPIC);
        refusal(() -> any.getTopic(PROJECT, TOPIC), ResourceNotFoundException.class, "NoSuchTopic");
    }

    @Test
    void topicsThatCannotBeAreRefused() {
        client.createProject(PROJECT, "");
        RecordSchema schema = VendorRecords.idAndName();
        client.createTopic(PROJECT, TOPIC, 1, 5, RecordType.TUPLE, schema, "rows");

        refusal(
                () -> client.createTopic(PROJECT, TOPIC, 1, 5, RecordType.TUPLE, schema, ""),
                ResourceAlreadyExistException.class,
                "TopicAlreadyExist");
        refusal(
                () -> client.createTopic("nowhere", TOPIC, 1, 5, RecordType.TUPLE, schema, ""),
                ResourceNotFoundException.class,
                "NoSuchProject");
        refusal(
                () -> client.createTopic(PROJECT, "t2", 300, 5, RecordType.TUPLE, schema, ""),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.createTopic(PROJECT, "t2", 1, 8, RecordType.TUPLE, schema, ""),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.appendField(PROJECT, TOPIC, new Field("name", FieldType.STRING)),
                DatahubClientException.class,
                "InvalidSchema");
    }

    @Test
    void callsThatAreNotCoveredAreRefusedNotIgnored() {
        topic(1);

        refusal(
                () -> client.listConnector(PROJECT, TOPIC),
                DatahubClientException.class,
                "InvalidOperation");
        refusal(
                () -> client.listKafkaGroup(PROJECT),
                DatahubClientException.class,
                "InvalidOperation");
    }

    @Test
    void topicsInExtendModeGrowAndAreNeverSplitOrMerged() {
        client.createProject(PROJECT, "");
        client.createTopic(
                PROJECT,
                TOPIC,
                2,
                5,
                RecordType.TUPLE,
                VendorRecords.idAndName(),
                "",
                ExpandMode.ONLY_EXTEND);
        clock.advance(Duration.ofSeconds(6));

        client.extendShard(PROJECT, TOPIC, 4);

        assertThat(client.getTopic(PROJECT, TOPIC).getExpandMode())
                .isEqualTo(ExpandMode.ONLY_EXTEND);
        List<ShardEntry> shards = client.listShard(PROJECT, TOPIC).getShards();
        assertThat(shards).extracting(ShardEntry::getShardId).containsExactly("0", "1", "2", "3");
        assertThat(shards).extracting(ShardEntry::getEndHashKey).containsOnly(ALL_ONES);
        assertThat(shards).allSatisfy(s -> assertThat(s.getParentShardIds()).isNullOrEmpty());
        client.putRecordsByShard(PROJECT, TOPIC, "3", VendorRecords.rows("3", 0, 1));
        refusal(
                () -> client.extendShard(PROJECT, TOPIC, 4),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "0", "1"),
                DatahubClientException.class,
                "OperationDenied");
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0", "7" + "F".repeat(31)),
                DatahubClientException.class,
                "OperationDenied");
        RecordEntry keyed = VendorRecords.row(null, 1L, "keyed");
        keyed.setPartitionKey("customer-7");
        assertThat(
                        client.putRecords(PROJECT, TOPIC, List.of(keyed))
                                .getPutErrorEntries()
                                .get(0)
                                .getErrorcode())
                .isEqualTo("InvalidParameter");
    }

    @Test
    void topicsInSplitModeAreNotExtended() {
        topic(1);

        refusal(
                () -> client.extendShard(PROJECT, TOPIC, 4),
                DatahubClientException.class,
                "OperationDenied");
    }

    @Test
    void schemasHaveVersionsOnceThereIsARegistry() {
        topic(1);
        RecordSchema first = VendorRecords.idAndName();
        assertThat(client.listTopicSchema(PROJECT, TOPIC).getRecordSchemaInfoList())
                .singleElement()
                .satisfies(v -> assertThat(v.getVersionId()).isZero());
        assertThat(client.registerTopicSchema(PROJECT, TOPIC, first).getVersionId()).isZero();

        client.appendField(PROJECT, TOPIC, new Field("price", FieldType.DOUBLE));

        RecordSchema second = client.getTopic(PROJECT, TOPIC).getRecordSchema();
        assertThat(client.listTopicSchema(PROJECT, TOPIC).getRecordSchemaInfoList())
                .extracting(v -> v.getRecordSchema().getFields().size())
                .containsExactly(2, 3);
        assertThat(client.getTopicSchema(PROJECT, TOPIC, second).getVersionId()).isEqualTo(1);
        assertThat(client.getTopicSchema(PROJECT, TOPIC, 0).getRecordSchema().getFields())
                .hasSize(2);
        refusal(
                () -> client.registerTopicSchema(PROJECT, TOPIC, VendorRecords.ALL_TYPES),
                DatahubClientException.class,
                "InvalidSchema");
        refusal(
                () -> client.deleteTopicSchema(PROJECT, TOPIC, 1),
                DatahubClientException.class,
                "OperationDenied");
        client.deleteTopicSchema(PROJECT, TOPIC, 0);
        refusal(
                () -> client.getTopicSchema(PROJECT, TOPIC, 0),
                DatahubClientException.class,
                "InvalidSchema");
    }

    @Test
    void metersCountBytesAndSeconds() {
        topic(1);
        clock.advance(Duration.ofSeconds(9));
        assertThat(client.getMeterInfo(PROJECT, TOPIC, "0").getStorage()).isZero();
        put(1);
        assertThat(client.getMeterInfo(PROJECT, TOPIC, "0").getStorage()).isPositive();
        assertThat(client.getMeterInfo(PROJECT, TOPIC, "0").getActiveTime()).isEqualTo(9);
    }

    @Test
    void parentsCloseSlowlyIfToldTo() {
        topic(1);
        put(1);
        hub.faults().closingDelay(Duration.ofSeconds(3));
        hub.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards().get("0").getState()).isEqualTo(ShardState.CLOSING);
        refusal(() -> put(2), DatahubClientException.class, "InvalidShardOperation");
        String end =
                client.getRecords(
                                PROJECT,
                                TOPIC,
                                "0",
                                VendorRecords.idAndName(),
                                cursor(CursorType.OLDEST).getCursor(),
                                9)
                        .getNextCursor();
        assertThat(
                        client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), end, 9)
                                .getRecordCount())
                .isZero();

        clock.advance(Duration.ofSeconds(4));

        assertThat(shards().get("0").getState()).isEqualTo(ShardState.CLOSED);
        refusal(
                () -> client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), end, 9),
                DatahubClientException.class,
                "InvalidShardOperation");
    }

    @Test
    void hashRangesCoverTheKeySpaceEvenly() {
        topic(3);

        List<ShardEntry> shards = client.listShard(PROJECT, TOPIC).getShards();

        assertThat(shards)
                .extracting(ShardEntry::getBeginHashKey)
                .containsExactly("0".repeat(32), "5".repeat(32), "A".repeat(32));
        assertThat(shards)
                .extracting(ShardEntry::getEndHashKey)
                .containsExactly("5".repeat(32), "A".repeat(32), ALL_ONES);
        assertThat(shards).extracting(ShardEntry::getState).containsOnly(ShardState.ACTIVE);
        assertThat(shards.get(0).getLeftShardId()).isNull();
        assertThat(shards.get(0).getRightShardId()).isEqualTo("1");
        assertThat(shards.get(2).getRightShardId()).isNull();
    }

    @Test
    void splitAndMergeMakeChildrenOfTheirParents() {
        topic(1);
        clock.advance(Duration.ofSeconds(6));

        SplitShardResult split = client.splitShard(PROJECT, TOPIC, "0");

        assertThat(split.getNewShards())
                .extracting(ShardEntry::getShardId)
                .containsExactly("1", "2");
        Map<String, ShardEntry> shards = shards();
        assertThat(shards.get("0").getState()).isEqualTo(ShardState.CLOSED);
        assertThat(shards.get("0").getClosedTime()).isEqualTo(clock.millis());
        assertThat(shards.get("1").getState()).isEqualTo(ShardState.ACTIVE);
        assertThat(shards.get("1").getParentShardIds()).containsExactly("0");
        assertThat(shards.get("1").getEndHashKey()).isEqualTo(shards.get("2").getBeginHashKey());
        assertThat(shards.get("2").getEndHashKey()).isEqualTo(ALL_ONES);

        clock.advance(Duration.ofSeconds(6));
        String quarter = "3" + "F".repeat(31);
        client.splitShard(PROJECT, TOPIC, "1", quarter);
        assertThat(shards().get("3").getEndHashKey()).isEqualTo(quarter);

        clock.advance(Duration.ofSeconds(6));
        // neighbours may be named in either order
        MergeShardResult merged = client.mergeShard(PROJECT, TOPIC, "2", "4");
        assertThat(merged.getShardId()).isEqualTo("5");
        assertThat(merged.getBeginHashKey()).isEqualTo(quarter);
        assertThat(merged.getEndHashKey()).isEqualTo(ALL_ONES);
        assertThat(shards().get("5").getParentShardIds()).containsExactly("4", "2");
        assertThat(client.getTopic(PROJECT, TOPIC).getShardCount()).isEqualTo(2);
    }

    @Test
    void splitsAndMergesThatCannotBeAreRefused() {
        topic(3);
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0"),
                LimitExceededException.class,
                "LimitExceeded");
        clock.advance(Duration.ofSeconds(6));

        for (String key : List.of("0".repeat(32), "5".repeat(32), "7".repeat(32))) {
            refusal(
                    () -> client.splitShard(PROJECT, TOPIC, "0", key),
                    InvalidParameterException.class,
                    "InvalidParameter");
        }
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "0", "2"),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "1", "1"),
                InvalidParameterException.class,
                "InvalidParameter");
        client.splitShard(PROJECT, TOPIC, "0");
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0", "1" + "0".repeat(31)),
                ShardSealedException.class,
                "InvalidShardOperation");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "3", "4"),
                LimitExceededException.class,
                "LimitExceeded");
    }

    @Test
    void shardsOpenSlowlyIfToldTo() {
        topic(1);
        hub.faults().openingDelay(Duration.ofSeconds(30));
        hub.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards().get("1").getState()).isEqualTo(ShardState.OPENING);
        refusal(
                () -> client.putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 1)),
                DatahubClientException.class,
                "ShardNotReady");

        clock.advance(Duration.ofSeconds(31));
        client.waitForShardReady(PROJECT, TOPIC);
        client.putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 1));

        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(1);
    }

    @Test
    void cursorsPointWhereTheyShould() {
        topic(1);
        assertThat(cursor(CursorType.LATEST).getSequence()).isZero();
        assertThat(client.getCursor(PROJECT, TOPIC, "0", CursorType.SEQUENCE, 0).getSequence())
                .isZero();
        long start = clock.millis();
        for (int i = 0; i < 3; i++) {
            put(i);
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(cursor(CursorType.OLDEST).getSequence()).isZero();
        assertThat(cursor(CursorType.OLDEST).getTimestamp()).isEqualTo(start);
        assertThat(cursor(CursorType.LATEST).getSequence()).isEqualTo(2);
        // LATEST is at the last record: it is read
        assertThat(read(cursor(CursorType.LATEST))).containsExactly(2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start - 60_000))).containsExactly(0L, 1L, 2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start))).containsExactly(0L, 1L, 2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start + 1))).containsExactly(1L, 2L);
        assertThat(read(at(CursorType.SEQUENCE, 1))).containsExactly(1L, 2L);
        GetCursorResult next = at(CursorType.SYSTEM_TIME, clock.millis());
        GetCursorResult after = at(CursorType.SEQUENCE, 3);
        assertThat(read(next)).isEmpty();
        assertThat(read(after)).isEmpty();
        put(3);
        assertThat(read(next)).containsExactly(3L);
        assertThat(read(after)).containsExactly(3L);

        outOfRange(CursorType.SYSTEM_TIME, clock.millis() + 10_000);
        outOfRange(CursorType.SEQUENCE, 5);
    }

    @Test
    void recordsAndClosedShardsGoWithTheLifecycle() {
        topic(1);
        put(0);
        String old = cursor(CursorType.OLDEST).getCursor();
        clock.advance(Duration.ofHours(20));
        put(1);
        clock.advance(Duration.ofHours(5));

        assertThat(cursor(CursorType.OLDEST).getSequence()).isEqualTo(1);
        outOfRange(CursorType.SEQUENCE, 0);
        refusal(
                () -> client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), old, 1),
                InvalidParameterException.class,
                "InvalidCursor");
        clock.advance(Duration.ofHours(20));
        GetCursorResult empty = cursor(CursorType.OLDEST);
        assertThat(empty.getSequence()).isEqualTo(2);
        assertThat(read(empty)).isEmpty();
        put(2);
        assertThat(read(empty)).containsExactly(2L);

        client.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards()).containsOnlyKeys("0", "1", "2");
        clock.advance(Duration.ofHours(25));
        assertThat(shards()).containsOnlyKeys("1", "2");
        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(3);
    }

    @Test
    void recordsWrittenBeforeAFieldWasAppendedAreShorter() {
        topic(1);
        put(0);
        client.appendField(PROJECT, TOPIC, new Field("price", FieldType.DOUBLE));
        RecordSchema longer = client.getTopic(PROJECT, TOPIC).getRecordSchema();
        client.putRecordsByShard(
                PROJECT, TOPIC, "0", List.of(VendorRecords.row(longer, "0", 1L, "new", 2.5)));

        List<RecordEntry> records =
                client.getRecords(
                                PROJECT,
                                TOPIC,
                                "0",
                                longer,
                                cursor(CursorType.OLDEST).getCursor(),
                                10)
                        .getRecords();

        assertThat(VendorRecords.values(records.get(0))).containsExactly(0L, "name-0", null);
        assertThat(VendorRecords.values(records.get(1))).containsExactly(1L, "new", 2.5);
    }

    @ParameterizedTest
    @EnumSource
    void wrongKeysAreUnauthorized(VendorClients how) {
        AliyunAccount wrongSecret = new AliyunAccount(hub.accessId(), "not the secret");
        AliyunAccount wrongId = new AliyunAccount("nobody", hub.accessKeySecret());
        AliyunAccount strayToken =
                new AliyunAccount(hub.accessId(), hub.accessKeySecret(), "a token of another");

        for (AliyunAccount account : List.of(wrongSecret, wrongId, strayToken)) {
            refusal(
                    () -> how.connect(hub, account).listProject(),
                    AuthorizationFailureException.class,
                    "Unauthorized");
        }
    }

    @Test
    void temporaryKeysNeedTheirToken() {
        try (LocalDataHub temporary = LocalDataHub.builder().securityToken("sts-1").start()) {
            AliyunAccount with =
                    new AliyunAccount(temporary.accessId(), temporary.accessKeySecret(), "sts-1");
            AliyunAccount without =
                    new AliyunAccount(temporary.accessId(), temporary.accessKeySecret());

            assertThat(VendorClients.JSON.connect(temporary, with).listProject().getProjectNames())
                    .isEmpty();
            refusal(
                    () -> VendorClients.JSON.connect(temporary, without).listProject(),
                    AuthorizationFailureException.class,
                    "Unauthorized");
        }
    }

    private void topic(int shards) {
        client.createProject(PROJECT, "");
        client.createTopic(
                PROJECT,
                TOPIC,
                shards,
                1,
                RecordType.TUPLE,
                VendorRecords.idAndName(),
                "for one day");
    }

    private void put(int id) {
        client.putRecordsByShard(PROJECT, TOPIC, "0", VendorRecords.rows("0", id, id + 1));
    }

    private GetCursorResult cursor(CursorType type) {
        return client.getCursor(PROJECT, TOPIC, "0", type);
    }

    private GetCursorResult at(CursorType type, long parameter) {
        return client.getCursor(PROJECT, TOPIC, "0", type, parameter);
    }

    private List<Long> read(GetCursorResult cursor) {
        return client
                .getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), cursor.getCursor(), 100)
                .getRecords()
                .stream()
                .map(RecordEntry::getSequence)
                .toList();
    }

    private Map<String, ShardEntry> shards() {
        Map<String, ShardEntry> shards = new HashMap<>();
        client.listShard(PROJECT, TOPIC).getShards().forEach(s -> shards.put(s.getShardId(), s));
        return shards;
    }

    private void outOfRange(CursorType type, long parameter) {
        refusal(() -> at(type, parameter), SeekOutOfRangeException.class, "SeekOutOfRange");
    }

    private static void refusal(
            ThrowingCallable call, Class<? extends DatahubClientException> type, String code) {
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .satisfies(
                        e -> {
                            DatahubClientException refusal = (DatahubClientException) e;
                            assertThat(refusal.getErrorCode()).isEqualTo(code);
                            assertThat(refusal.getRequestId()).isNotBlank();
                        });
    }
}
