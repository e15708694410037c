/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.BatchResult;
import io.spillway.common.write.BatchResult.FailedEntry;
import io.spillway.common.write.EntryOutcome;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.testing.FakeTopic;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service's answers to a put become. */
class PutSenderTest {

    private static final TopicPath TOPIC = new TopicPath("p", "t");

    private final FakeTopic topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 1, false);
    private PutSender sender;

    @BeforeEach
    void open() {
        sender = new PutSender(topic.factory().create(), TOPIC);
    }

    @AfterEach
    void close() {
        sender.close();
        topic.close();
    }

    @Test
    void everyRecordWritten() throws Exception {
        assertThat(put("a:1", "a:2").failures()).isEmpty();
        assertThat(written()).containsExactly("a:1", "a:2");
    }

    @Test
    void refusedRecordsAreNamedByIndexInAscendingOrder() throws Exception {
        topic.onPut(
                (shard, records) ->
                        new PutResult(
                                List.of(
                                        new PutResult.Failed(2, "LimitExceeded", "too much"),
                                        new PutResult.Failed(0, "MalformedRecord", "bad"))));
        BatchResult result = put("a:1", "a:2", "a:3");
        assertThat(result.failures())
                .extracting(FailedEntry::index, FailedEntry::outcome, FailedEntry::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                0, EntryOutcome.REJECTED, "MalformedRecord"),
                        org.assertj.core.groups.Tuple.tuple(
                                2, EntryOutcome.THROTTLED, "LimitExceeded"));
        assertThat(written()).containsExactly("a:2");
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchShard,REROUTE",
        "InvalidShardOperation,REROUTE",
        "LimitExceeded,THROTTLED",
        "InternalServerError,RETRY",
        "ShardNotReady,RETRY",
        "Unauthorized,FATAL",
        "NoPermission,FATAL",
        "NoSuchTopic,FATAL",
        "InvalidParameter,FATAL",
        "ExpiredAccessToken,FATAL"
    })
    void aRefusedRequestIsTheSameForAllItsRecords(String code, EntryOutcome outcome)
            throws Exception {
        topic.onPut(
                (shard, records) -> {
                    throw FakeTopic.refusal(code, "it");
                });
        assertThat(put("a:1", "a:2").failures())
                .hasSize(2)
                .allSatisfy(
                        failure -> {
                            assertThat(failure.outcome()).isEqualTo(outcome);
                            assertThat(failure.code()).isEqualTo(code);
                            assertThat(failure.message()).contains("failed to use it");
                        });
    }

    @Test
    void anUnknownCodeIsWhatItsStatusSays() {
        assertThat(PutOutcomes.ofRequest(serviceException(FailureKind.RETRYABLE)))
                .isEqualTo(EntryOutcome.RETRY);
        assertThat(PutOutcomes.ofRequest(serviceException(FailureKind.FATAL)))
                .isEqualTo(EntryOutcome.FATAL);
        assertThat(PutOutcomes.ofRecord("SomethingNew")).isEqualTo(EntryOutcome.RETRY);
    }

    @Test
    void aBrokenConnectionIsTriedAgainAndABugIsNot() {
        assertThat(PutOutcomes.ofRequest(new HttpTimeoutException("30 s")))
                .isEqualTo(EntryOutcome.RETRY);
        assertThat(PutOutcomes.ofRequest(new IOException("reset"))).isEqualTo(EntryOutcome.RETRY);
        assertThat(PutOutcomes.ofRequest(new NullPointerException())).isEqualTo(EntryOutcome.FATAL);
    }

    @Test
    void theBadRecordsOfABatchRefusedAsAWholeAreFound() throws Exception {
        refuseWholeBatchesWith("x:");
        String[] texts =
                IntStream.range(0, 100)
                        .mapToObj(i -> (i == 17 || i == 18 || i == 99 ? "x:" : "a:") + i)
                        .toArray(String[]::new);
        BatchResult result = put(texts);
        assertThat(result.failures()).extracting(FailedEntry::index).containsExactly(17, 18, 99);
        assertThat(result.failures())
                .allMatch(failure -> failure.outcome() == EntryOutcome.REJECTED);
        assertThat(written())
                .containsExactly(
                        Stream.of(texts).filter(t -> !t.startsWith("x")).toArray(String[]::new));
    }

    @Test
    void whatFollowsAPassingFailureIsNotSentWhileABadRecordIsLookedFor() throws Exception {
        AtomicInteger puts = new AtomicInteger();
        topic.onPut(
                (shard, records) -> {
                    if (puts.getAndIncrement() == 0) {
                        throw FakeTopic.refusal(DataHubErrors.MALFORMED_RECORD, "it");
                    }
                    throw FakeTopic.refusal("InternalServerError", "it");
                });
        BatchResult result = put("a:1", "a:2", "a:3", "a:4");
        assertThat(puts).hasValue(2);
        assertThat(result.failures()).extracting(FailedEntry::index).containsExactly(0, 1, 2, 3);
        assertThat(result.failures()).allMatch(failure -> failure.outcome() == EntryOutcome.RETRY);
    }

    private void refuseWholeBatchesWith(String prefix) {
        topic.onPut(
                (shard, records) -> {
                    for (EncodedRecord record : records) {
                        if (KeyedTexts.read(record).startsWith(prefix)) {
                            throw FakeTopic.refusal(DataHubErrors.MALFORMED_RECORD, "it");
                        }
                    }
                    return null;
                });
    }

    private BatchResult put(String... texts) throws Exception {
        KeyedTexts serializer = new KeyedTexts();
        List<SinkEntry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(
                    new SinkEntry(
                            serializer.serialize(text), null, SinkEntry.Routing.TURNS, 0, 0, null));
        }
        return sender.send("0", entries).get();
    }

    private List<String> written() {
        return topic.records().stream().map(KeyedTexts::read).toList();
    }

    private static ServiceException serviceException(FailureKind kind) {
        return new ServiceException(kind, "SomethingNew", 503, null, "new", null);
    }
}
