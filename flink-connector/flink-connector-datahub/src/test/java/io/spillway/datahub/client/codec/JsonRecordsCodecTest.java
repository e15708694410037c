/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonRecordsCodecTest {

    @Test
    void requestsAreThoseOfTheProtocol() throws Exception {
        assertThat(JsonRecordsCodec.encodeGet("c", 7))
                .asString()
                .isEqualTo("{\"Action\":\"sub\",\"Cursor\":\"c\",\"Limit\":7}");
        EncodedRecord tuple =
                new RecordEntryWriter()
                        .reset()
                        .addLong(-1)
                        .addNull()
                        .addText("a \"b\" \u0001é")
                        .addAttribute("k", "v")
                        .hashKey("00FF")
                        .partitionKey("p")
                        .toRecord();
        assertThat(JsonRecordsCodec.encodePut("3", List.of(tuple), false))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        "{\"Action\":\"pub\",\"Records\":[{\"ShardId\":\"3\",\"PartitionKey\":\"p\","
                                + "\"HashKey\":\"00FF\",\"Attributes\":{\"k\":\"v\"},"
                                + "\"Data\":[\"-1\",null,\"a \\\"b\\\" \\u0001é\"]}]}");
        EncodedRecord blob =
                new RecordEntryWriter().reset().addBytes(new byte[] {-1, 0}).toRecord();
        assertThat(JsonRecordsCodec.encodePut("0", List.of(blob), true))
                .asString()
                .contains("\"Data\":\"/wA=\"");
    }

    @Test
    void answersBecomeRecords() throws Exception {
        RecordBatch batch =
                JsonRecordsCodec.decodeGet(
                        json(
                                "{'NextCursor':'n','RecordCount':3,'StartSeq':5,'LatestSeq':9,"
                                        + "'LatestTime':1700,'Unknown':{},'Records':["
                                        + "{'SystemTime':1600,'Sequence':5,'Cursor':'a','Serial':0,"
                                        + "'Attributes':{'k':'v'},'Data':['1',null,'x']},"
                                        + "{'SystemTime':1601,'Sequence':6,'Data':'/wA='},"
                                        + "{'SystemTime':1601,'Sequence':6,'Data':['']}]}"));

        assertThat(batch.nextCursor()).isEqualTo("n");
        assertThat(batch.latestSequence()).isEqualTo(9);
        assertThat(batch.latestTimeMillis()).isEqualTo(1700);
        assertThat(batch.sequences()).containsExactly(5, 6, 6);
        assertThat(batch.batchIndexes()).containsExactly(0, 0, 1);
        assertThat(batch.systemTimes()).containsExactly(1600, 1601, 1601);
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, 0);
        assertThat(reader.columnCount()).isEqualTo(3);
        assertThat(reader.longValue(0)).isEqualTo(1);
        assertThat(reader.isNull(1)).isTrue();
        assertThat(reader.text(2)).isEqualTo("x");
        assertThat(reader.attributes()).isEqualTo(Map.of("k", "v"));
        reader.read(batch, 1);
        assertThat(reader.bytes(0)).containsExactly(-1, 0);
        reader.read(batch, 2);
        assertThat(reader.text(0)).isEmpty();
    }

    @Test
    void answersThatMakeNoSenseAreRefused() {
        assertRefused("{'RecordCount':0,'Records':[]}", "no NextCursor");
        assertRefused("{'NextCursor':'n'}", "no Records");
        assertRefused("{'NextCursor':'n','RecordCount':1,'Records':[]}", "declares 1 records");
        assertRefused("{'NextCursor':'n','Records':[{'Sequence':1}]}", "no data");
        assertRefused("{'NextCursor':'n','Records':[{'Data':[]}]}", "no Sequence");
        assertRefused("{'NextCursor':'n','Records':[{'Sequence':1,'Data':[{}]}]}", "neither text");
        assertRefused("{'NextCursor':'n','Records':[{'Sequence':1,'Data':'?'}]}", "not base64");
        assertRefused("[]", "not a JSON object");
        assertRefused("{", "not JSON");
    }

    @Test
    void refusedRecordsAreNamed() throws Exception {
        assertThat(
                        JsonRecordsCodec.decodePut(
                                        json(
                                                "{'FailedRecordCount':1,'FailedRecords':[{'Index':2,"
                                                        + "'ErrorCode':'NoSuchShard','ErrorMessage':'m'}]}"),
                                        3)
                                .failed())
                .containsExactly(new PutResult.Failed(2, "NoSuchShard", "m"));
        assertThat(JsonRecordsCodec.decodePut(json("{'FailedRecordCount':0}"), 3).failed())
                .isEmpty();
        for (String bad :
                List.of(
                        "{'FailedRecordCount':1,'FailedRecords':[]}",
                        "{'FailedRecordCount':1,'FailedRecords':[{'Index':3}]}",
                        "{'FailedRecordCount':2,'FailedRecords':[{'Index':1},{'Index':1}]}",
                        "{}")) {
            assertThatThrownBy(() -> JsonRecordsCodec.decodePut(json(bad), 3))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    private static void assertRefused(String body, String problem) {
        assertThatThrownBy(() -> JsonRecordsCodec.decodeGet(json(body)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(problem);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
