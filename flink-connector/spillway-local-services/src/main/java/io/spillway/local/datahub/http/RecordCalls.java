/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.PutBatch;
import io.spillway.local.datahub.topic.PutRecord;
import io.spillway.local.datahub.topic.RecordFailure;
import io.spillway.local.datahub.topic.RecordView;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.wire.BinaryReplies;
import io.spillway.local.datahub.wire.BinaryRequests;
import io.spillway.local.datahub.wire.Frame;
import io.spillway.local.datahub.wire.GetRequest;
import io.spillway.local.datahub.wire.JsonRecords;
import io.spillway.local.datahub.wire.ProtobufReplies;
import io.spillway.local.datahub.wire.ProtobufRequests;
import io.spillway.local.datahub.wire.ReadResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts and gets, in protobuf, in batches and in JSON. */
final class RecordCalls {

    private static final int MAX_RECORDS = 10_000;
    private static final int MAX_LIMIT = 1_000;

    /** Bodies of one answer; the limit of a request serves for answers too. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024 - 256 * 1024;

    private final DataHubFaults faults;

    /** The layout of batches made of records that were written alone. */
    private final boolean avroBatches;

    RecordCalls(DataHubFaults faults, boolean avroBatches) {
        this.faults = faults;
        this.avroBatches = avroBatches;
    }

    /** A multi-shard put in protobuf. */
    Reply put(TopicName name, Topic topic, Exchange exchange) {
        List<PutRecord> records = ProtobufRequests.put(exchange.body(), MAX_RECORDS);
        List<RecordFailure> failures = put(name, topic, records);
        return failures == null
                ? Reply.CLOSE_CONNECTION
                : answer(Reply.protobuf(ProtobufReplies.put(failures)));
    }

    /** A multi-shard put in JSON. */
    Reply putJson(TopicName name, Topic topic, JsonNode request) {
        List<PutRecord> records = JsonRecords.put(request, topic.schema().isBlob(), MAX_RECORDS);
        List<RecordFailure> failures = put(name, topic, records);
        return failures == null
                ? Reply.CLOSE_CONNECTION
                : answer(Reply.json(JsonRecords.putReply(failures)));
    }

    /** A put to one shard, all or nothing. */
    Reply putToShard(TopicName name, Topic topic, String shardId, Exchange exchange) {
        List<PutRecord> records = ProtobufRequests.put(exchange.body(), MAX_RECORDS);
        if (faults.takeLostPut()) {
            return Reply.CLOSE_CONNECTION;
        }
        long bytes = records.stream().mapToLong(record -> record.body().length).sum();
        topic.putToShard(open(name, topic, shardId, bytes), records);
        return answer(Reply.protobuf(ProtobufReplies.put(List.of())));
    }

    /** A put of batches to one shard, all or nothing. */
    Reply putBatches(TopicName name, Topic topic, String shardId, Exchange exchange) {
        List<PutBatch> batches = BinaryRequests.put(exchange.body(), topic.schemas(), MAX_RECORDS);
        if (faults.takeLostPut()) {
            return Reply.CLOSE_CONNECTION;
        }
        long bytes = batches.stream().mapToLong(batch -> batch.batch().length).sum();
        topic.putBatches(open(name, topic, shardId, bytes), batches);
        return answer(Reply.batch(ProtobufReplies.put(List.of())));
    }

    Reply get(Topic topic, String shardId, Exchange exchange) {
        GetRequest request = ProtobufRequests.get(exchange.body());
        return Reply.protobuf(damaged(ProtobufReplies.get(read(topic, shardId, request, false))));
    }

    Reply getBatches(Topic topic, String shardId, Exchange exchange) {
        GetRequest request = ProtobufRequests.get(exchange.body());
        ReadResult result = read(topic, shardId, request, true);
        return Reply.batch(damaged(BinaryReplies.get(result, topic.schemas(), avroBatches)));
    }

    Reply getJson(Topic topic, String shardId, JsonNode request) {
        long limit = Exchange.requireLong(request, "Limit");
        GetRequest get =
                new GetRequest(
                        Exchange.requireText(request, "Cursor"),
                        (int) Math.max(-1, Math.min(limit, Integer.MAX_VALUE)));
        return Reply.json(
                JsonRecords.getReply(read(topic, shardId, get, false), topic.schema().isBlob()));
    }

    /** The shard of a put to one shard, unless something speaks against the put. */
    private Shard open(TopicName name, Topic topic, String shardId, long bytes) {
        faults.beforePut();
        Shard shard = topic.shards().get(shardId);
        faults.checkRequest(name.project(), name.topic(), shardId);
        faults.checkBytes(name.project(), name.topic(), shardId, bytes);
        return shard;
    }

    private byte[] damaged(byte[] frame) {
        if (faults.takeWrongCrc()) {
            // the last byte of the CRC
            frame[Frame.HEADER - 5] ^= 1;
        }
        return frame;
    }

    private ReadResult read(Topic topic, String shardId, GetRequest request, boolean batches) {
        if (request.limit() < 1 || request.limit() > MAX_LIMIT) {
            throw DataHubException.invalidParameter(
                    "The limit must be between 1 and " + MAX_LIMIT + ".");
        }
        faults.beforeGet();
        Shard shard = topic.shards().get(shardId);
        RecordView found = shard.read(request.cursor(), request.limit(), batches, MAX_ANSWER_BYTES);
        RecordView all = shard.records();
        long latest = all.nextSequence() - 1;
        return new ReadResult(request.cursor(), found, latest, latest < 0 ? -1 : all.lastTime());
    }

    /** The failures of a put, or null if the request is to be lost. */
    private List<RecordFailure> put(TopicName name, Topic topic, List<PutRecord> records) {
        if (faults.takeLostPut()) {
            return null;
        }
        faults.beforePut();
        DataHubFaults.PartialFailure partial = faults.takePartialFailure();
        Map<String, DataHubException> refusals = new HashMap<>();
        Set<String> seen = new HashSet<>();
        return topic.put(
                records,
                (index, shardId) -> {
                    partial.check(index);
                    if (seen.add(shardId)) {
                        checkRequest(name, shardId, refusals);
                    }
                    if (refusals.containsKey(shardId)) {
                        throw refusals.get(shardId);
                    }
                    faults.checkBytes(
                            name.project(),
                            name.topic(),
                            shardId,
                            records.get(index).body().length);
                });
    }

    /** Asked once for each shard of a request; a refusal holds for all of the shard's records. */
    private void checkRequest(
            TopicName name, String shardId, Map<String, DataHubException> refusals) {
        try {
            faults.checkRequest(name.project(), name.topic(), shardId);
        } catch (DataHubException e) {
            refusals.put(shardId, e);
        }
    }

    private Reply answer(Reply reply) {
        return faults.takeLostReply() ? Reply.CLOSE_CONNECTION : reply;
    }

    /** Which topic a put is for. */
    record TopicName(String project, String topic) {}
}
