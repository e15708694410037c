/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ControlPlaneCodecTest {

    private static final TopicPath PATH = new TopicPath("proj", "t");

    @Test
    void aTopicIsRead() throws Exception {
        TopicDescription topic =
                readTopic(
                        "{'ShardCount':2,'Lifecycle':3,'RecordType':'TUPLE','RecordSchema':"
                                + "'{\\'fields\\':[{\\'name\\':\\'F_Bigint\\',\\'type\\':\\'bigint\\'},"
                                + "{\\'name\\':\\'doc\\',\\'type\\':\\'JSON\\',\\'notnull\\':true,"
                                + "\\'comment\\':\\'c\\',\\'new\\':1}]}',"
                                + "'Comment':'about','CreateTime':1,'ExpandMode':'extend',"
                                + "'ExtraConfig':{'ListShardInterval':'60000'}}");

        assertThat(topic)
                .isEqualTo(
                        new TopicDescription(
                                PATH,
                                false,
                                new RecordSchema(
                                        List.of(
                                                field("f_bigint", FieldType.BIGINT, false, null),
                                                field("doc", FieldType.JSON, true, "c"))),
                                2,
                                3,
                                true,
                                "about"));
    }

    @Test
    void namesAreLoweredAlikeInEveryCountry() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(
                            readTopic(
                                            "{'RecordType':'TUPLE','RecordSchema':"
                                                    + "'{\\'fields\\':[{\\'name\\':\\'ID\\',"
                                                    + "\\'type\\':\\'tinyint\\'}]}'}")
                                    .schema()
                                    .fields())
                    .containsExactly(field("id", FieldType.TINYINT, false, null));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aBlobTopicHasNoSchema() throws Exception {
        TopicDescription topic = readTopic("{'RecordType':'BLOB','RecordSchema':''}");

        assertThat(topic.blob()).isTrue();
        assertThat(topic.schema()).isNull();
        assertThat(topic.extendMode()).isFalse();
    }

    @Test
    void aTopicThatCannotBeUnderstoodIsRefused() {
        assertTopicRefused("{'RecordType':'GRAPH'}", "RecordType is 'GRAPH'");
        assertTopicRefused("{}", "no RecordType");
        assertTopicRefused("{'RecordType':'TUPLE'}", "no RecordSchema");
        assertTopicRefused("{'RecordType':'TUPLE','RecordSchema':'{'}", "RecordSchema is not JSON");
        assertTopicRefused(
                "{'RecordType':'TUPLE','RecordSchema':'{}'}", "RecordSchema has no fields");
        assertTopicRefused(
                "{'RecordType':'TUPLE','RecordSchema':"
                        + "'{\\'fields\\':[{\\'name\\':\\'a\\',\\'type\\':\\'MAP\\'}]}'}",
                "column 'a' has the unknown type 'MAP'");
        assertTopicRefused("<html>", "not JSON");
        assertTopicRefused("[]", "not a JSON object");
        assertTopicRefused("", "not a JSON object");
    }

    @Test
    void shardsAreRead() throws Exception {
        ShardListing listing =
                ControlPlaneCodec.readShards(
                        json(
                                "{'Protocol':'http1.1','Interval':300000,'Shards':[{'ShardId':'0',"
                                        + "'State':'CLOSED','BeginHashKey':'00','EndHashKey':'7F',"
                                        + "'ClosedTime':1525344044,'ParentShardIds':[],"
                                        + "'LeftShardId':'4294967295','RightShardId':'1'},"
                                        + "{'ShardId':'2','State':'DREAMING','BeginHashKey':'7F',"
                                        + "'EndHashKey':'FF','ParentShardIds':['0','1'],'Worker':'w'}]}"));

        assertThat(listing.refreshInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(listing.shards())
                .containsExactly(
                        new Shard("0", Shard.State.CLOSED, "00", "7F", List.of(), 1525344044),
                        new Shard("2", Shard.State.UNKNOWN, "7F", "FF", List.of("0", "1"), 0));
    }

    @Test
    void aListingWithoutShardsIsNotAnEmptyOne() throws Exception {
        assertThat(ControlPlaneCodec.readShards(json("{'Shards':[]}")).shards()).isEmpty();
        assertThatThrownBy(() -> ControlPlaneCodec.readShards(json("{}")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the answer has no Shards");
    }

    @Test
    void aCursorIsRead() throws Exception {
        assertThat(ControlPlaneCodec.readCursor(Captures.body("java.cursor.lz4.answer")))
                .isEqualTo(
                        new CursorPosition("30006b0112cd00000000000000000000", 0, 1795232460366L));
    }

    @Test
    void requestsAreThoseOfTheProtocol() {
        assertThat(ControlPlaneCodec.getCursor(CursorSpec.oldest()))
                .asString()
                .isEqualTo("{\"Action\":\"cursor\",\"Type\":\"OLDEST\"}");
        assertThat(ControlPlaneCodec.getCursor(CursorSpec.systemTime(5)))
                .asString()
                .isEqualTo("{\"Action\":\"cursor\",\"Type\":\"SYSTEM_TIME\",\"SystemTime\":5}");
        assertThat(ControlPlaneCodec.getCursor(CursorSpec.sequence(7)))
                .asString()
                .isEqualTo("{\"Action\":\"cursor\",\"Type\":\"SEQUENCE\",\"Sequence\":7}");
        assertThat(
                        AdminCodec.createTopic(
                                new TopicSpec(
                                        2,
                                        3,
                                        new RecordSchema(
                                                List.of(
                                                        field(
                                                                "a",
                                                                FieldType.STRING,
                                                                true,
                                                                "says \"x\""))),
                                        "c")))
                .asString()
                .isEqualTo(
                        "{\"Action\":\"create\",\"ShardCount\":2,\"Lifecycle\":3,"
                                + "\"RecordType\":\"TUPLE\",\"Comment\":\"c\",\"ExpandMode\":\"\","
                                + "\"RecordSchema\":\"{\\\"fields\\\":[{\\\"name\\\":\\\"a\\\","
                                + "\\\"type\\\":\\\"STRING\\\",\\\"notnull\\\":true,"
                                + "\\\"comment\\\":\\\"says \\\\\\\"x\\\\\\\"\\\"}]}\"}");
        assertThat(AdminCodec.createTopic(new TopicSpec(1, 1, null, "")))
                .asString()
                .contains("\"RecordType\":\"BLOB\"")
                .doesNotContain("RecordSchema");
    }

    private static void assertTopicRefused(String body, String problem) {
        assertThatThrownBy(() -> readTopic(body))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(problem);
    }

    private static TopicDescription readTopic(String body) throws MalformedMessageException {
        return ControlPlaneCodec.readTopic(PATH, json(body));
    }

    private static RecordSchema.Field field(
            String name, FieldType type, boolean notNull, String comment) {
        return new RecordSchema.Field(name, type, notNull, comment);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
