/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import io.spillway.local.datahub.LocalDataHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call against a service that checks signatures, checksums and schemas. */
class HttpDataHubGatewayITCase {

    private static LocalDataHub hub;

    private DataHubGateway gateway;
    private TopicPath topic;

    @BeforeAll
    static void startService() {
        hub = LocalDataHub.start();
        hub.createProject("shop");
    }

    @AfterAll
    static void stopService() {
        hub.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        gateway = new HttpDataHubGateway(options(Compression.LZ4));
        topic =
                new TopicPath(
                        "shop",
                        test.getTestMethod().orElseThrow().getName() + "_" + System.nanoTime());
        hub.createTopic("shop", topic.topic(), 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
    }

    @AfterEach
    void close() {
        hub.faults().clear();
        gateway.close();
    }

    @Test
    void projectsAndTopicsAreMadeAndDescribed() throws Exception {
        TopicPath made = new TopicPath("made_here", "all_types");
        List<RecordSchema.Field> fields = new ArrayList<>();
        for (FieldType type : FieldType.values()) {
            fields.add(
                    new RecordSchema.Field(
                            "f_" + type.name().toLowerCase(java.util.Locale.ROOT),
                            type,
                            type == FieldType.BIGINT,
                            null));
        }
        RecordSchema schema = new RecordSchema(fields);

        get(gateway.admin().createProject("made_here", "über"));
        get(gateway.admin().createTopic(made, new TopicSpec(3, 5, schema, "what it is \"for\"")));

        assertThat(get(gateway.getTopic(made)))
                .isEqualTo(
                        new TopicDescription(
                                made, false, schema, 3, 5, false, "what it is \"for\""));
        ShardListing listing = get(gateway.listShards(made));
        assertThat(listing.shards()).extracting(Shard::id).containsExactly("0", "1", "2");
        assertThat(listing.shards())
                .allSatisfy(shard -> assertThat(shard.state()).isEqualTo(Shard.State.ACTIVE));
        assertThat(listing.refreshInterval()).isPositive();
        assertThat(failureOf(gateway.admin().createTopic(made, new TopicSpec(3, 5, schema, ""))))
                .hasMessageContaining("create topic made_here.all_types: TopicAlreadyExist");
        assertThat(failureOf(gateway.admin().createProject("made_here", "")).code())
                .isEqualTo("ProjectAlreadyExist");
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThat(failureOf(gateway.getTopic(new TopicPath("shop", "nowhere"))))
                .hasMessageMatching(
                        "DataHub refused to describe topic shop\\.nowhere: NoSuchTopic"
                                + " \\(HTTP 404, request id \\S+\\): .+");
        assertThat(failureOf(gateway.getTopic(new TopicPath("nobody", "t"))).code())
                .isEqualTo(DataHubErrors.NO_SUCH_PROJECT);
        assertThat(
                        failureOf(
                                        gateway.putRecordsByShard(
                                                topic, "77", List.of(row(1L, "no such shard"))))
                                .code())
                .isEqualTo(DataHubErrors.NO_SUCH_SHARD);
    }

    @Test
    void aWrongKeyIsRefused() {
        DataHubGatewayOptions wrong =
                DataHubGatewayOptions.builder()
                        .endpoint(hub.endpoint())
                        .credentials(StaticCredentialsProvider.of(hub.accessId(), "wr0ng-key"))
                        .build();
        try (DataHubGateway stranger = new HttpDataHubGateway(wrong)) {
            ServiceException failure = failureOf(stranger.getTopic(topic));

            assertThat(failure.code()).isEqualTo(DataHubErrors.UNAUTHORIZED);
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.requestId()).isNotEmpty();
            assertThat(failure)
                    .hasMessageContaining("HTTP 403, request id " + failure.requestId())
                    .hasMessageNotContaining("wr0ng-key");
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void whatIsWrittenIsReadBack(Compression compression) throws Exception {
        try (DataHubGateway packing = new HttpDataHubGateway(options(compression))) {
            List<EncodedRecord> records = new ArrayList<>();
            for (long i = 0; i < 2500; i++) {
                records.add(row(i, i % 7 == 0 ? null : "näme-" + i));
            }
            get(packing.putRecordsByShard(topic, "1", records.subList(0, 1500)));
            assertThat(get(packing.putRecords(topic, "1", records.subList(1500, 2500))).failed())
                    .isEmpty();

            String cursor = get(packing.getCursor(topic, "1", CursorSpec.oldest())).cursor();
            RecordEntryReader reader = new RecordEntryReader();
            long next = 0;
            RecordBatch batch;
            while ((batch = get(packing.getRecords(topic, "1", cursor, 1000))).count() > 0) {
                for (int i = 0; i < batch.count(); i++) {
                    reader.read(batch, i);
                    assertThat(batch.sequences()[i]).isEqualTo(next);
                    assertThat(batch.systemTimes()[i]).isPositive();
                    assertThat(reader.longValue(0)).isEqualTo(next);
                    assertThat(reader.isNull(1)).isEqualTo(next % 7 == 0);
                    if (next % 7 != 0) {
                        assertThat(reader.text(1)).isEqualTo("näme-" + next);
                    }
                    next++;
                }
                assertThat(batch.latestSequence()).isEqualTo(2499);
                cursor = batch.nextCursor();
            }
            assertThat(next).isEqualTo(2500);
            assertThat(batch.nextCursor()).as("the tail stays the tail").isEqualTo(cursor);
        }
    }

    @Test
    void positionsAreFound() throws Exception {
        get(
                gateway.putRecordsByShard(
                        topic, "0", List.of(row(1L, "a"), row(2L, "b"), row(3L, "c"))));

        CursorPosition oldest = get(gateway.getCursor(topic, "0", CursorSpec.oldest()));
        CursorPosition latest = get(gateway.getCursor(topic, "0", CursorSpec.latest()));
        CursorPosition second = get(gateway.getCursor(topic, "0", CursorSpec.sequence(1)));
        CursorPosition byTime =
                get(
                        gateway.getCursor(
                                topic, "0", CursorSpec.systemTime(oldest.systemTimeMillis())));

        assertThat(oldest.sequence()).isZero();
        assertThat(latest.sequence()).isEqualTo(2);
        assertThat(second.sequence()).isEqualTo(1);
        assertThat(byTime.sequence()).isZero();
        RecordBatch batch = get(gateway.getRecords(topic, "0", second.cursor(), 1));
        assertThat(batch.sequences()).containsExactly(1);
        assertThat(failureOf(gateway.getCursor(topic, "0", CursorSpec.sequence(99))).code())
                .isEqualTo(DataHubErrors.SEEK_OUT_OF_RANGE);
        assertThat(failureOf(gateway.getRecords(topic, "0", "0".repeat(31) + "x", 1)).code())
                .isEqualTo(DataHubErrors.INVALID_CURSOR);
    }

    @Test
    void refusedRecordsAreToldOneByOne() throws Exception {
        hub.faults().partialFailure(1, "LimitExceeded", 0, 2);
        List<EncodedRecord> records = List.of(row(1L, "a"), row(2L, "b"), row(3L, "c"));

        PutResult result = get(gateway.putRecords(topic, "0", records));

        assertThat(result.failed()).extracting(PutResult.Failed::index).containsExactly(0, 2);
        assertThat(result.failed())
                .extracting(PutResult.Failed::code)
                .containsOnly(DataHubErrors.LIMIT_EXCEEDED);
        assertThat(hub.recordCount("shop", topic.topic())).isOne();
    }

    @Test
    void aRecordThatDoesNotFitTheTopicIsItsOwnFault() {
        EncodedRecord noNumber =
                new RecordEntryWriter().reset().addText("x").addText("y").toRecord();

        ServiceException failure =
                failureOf(gateway.putRecordsByShard(topic, "0", List.of(row(1L, "a"), noNumber)));

        assertThat(failure.code()).isEqualTo(DataHubErrors.MALFORMED_RECORD);
        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        assertThat(hub.recordCount("shop", topic.topic())).as("all or nothing").isZero();
    }

    @Test
    void passingTroubleMayBeTriedAgain() throws Exception {
        get(gateway.putRecordsByShard(topic, "0", List.of(row(1L, "a"))));
        String cursor = get(gateway.getCursor(topic, "0", CursorSpec.oldest())).cursor();

        hub.faults().httpStatus503Html(1);
        assertPasses(gateway.getTopic(topic), FailureKind.RETRYABLE, "Http503");
        hub.faults().wrongCrcOnGets(1);
        assertPasses(
                gateway.getRecords(topic, "0", cursor, 10),
                FailureKind.RETRYABLE,
                DataHubErrors.MALFORMED_RESPONSE);
        hub.faults().throttleShard("shop", topic.topic(), "0", 1);
        assertPasses(
                gateway.putRecordsByShard(topic, "0", List.of(row(2L, "b"))),
                FailureKind.THROTTLED,
                DataHubErrors.LIMIT_EXCEEDED);
        hub.faults().closeConnectionBeforePut(1);
        assertPasses(
                gateway.putRecordsByShard(topic, "0", List.of(row(2L, "b"))),
                FailureKind.RETRYABLE,
                "ConnectionLost");

        assertThat(get(gateway.getRecords(topic, "0", cursor, 10)).count()).isOne();
    }

    @Test
    void aPutIsMadeOnceEvenIfItsAnswerIsLost() {
        hub.faults().closeConnectionAfterPut(1);

        assertPasses(
                gateway.putRecordsByShard(topic, "0", List.of(row(1L, "a"))),
                FailureKind.RETRYABLE,
                "ConnectionLost");

        assertThat(hub.recordCount("shop", topic.topic())).isOne();
    }

    @Test
    void aClosedShardIsReadToItsEnd() throws Exception {
        get(gateway.putRecordsByShard(topic, "0", List.of(row(1L, "a"))));
        String cursor = get(gateway.getCursor(topic, "0", CursorSpec.oldest())).cursor();
        List<String> children = hub.splitShard("shop", topic.topic(), "0");

        RecordBatch last = get(gateway.getRecords(topic, "0", cursor, 10));

        assertThat(last.count()).isOne();
        assertThat(failureOf(gateway.getRecords(topic, "0", last.nextCursor(), 10)).code())
                .isEqualTo(DataHubErrors.INVALID_SHARD_OPERATION);
        assertThat(failureOf(gateway.putRecordsByShard(topic, "0", List.of(row(2L, "b")))).code())
                .isEqualTo(DataHubErrors.INVALID_SHARD_OPERATION);
        assertThat(get(gateway.listShards(topic)).shards())
                .filteredOn(shard -> children.contains(shard.id()))
                .hasSize(2)
                .allSatisfy(shard -> assertThat(shard.parentIds()).containsExactly("0"));
    }

    private static void assertPasses(CompletableFuture<?> call, FailureKind kind, String code) {
        ServiceException failure = failureOf(call);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private static DataHubGatewayOptions options(Compression compression) {
        return DataHubGatewayOptions.builder()
                .endpoint(hub.endpoint())
                .credentials(StaticCredentialsProvider.of(hub.accessId(), hub.accessKeySecret()))
                .compression(compression)
                .build();
    }

    private static EncodedRecord row(long id, String name) {
        RecordEntryWriter writer = new RecordEntryWriter().reset().addLong(id);
        return (name == null ? writer.addNull() : writer.addText(name)).toRecord();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static ServiceException failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> get(future));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(ServiceException.class);
        return (ServiceException) thrown.getCause();
    }
}
