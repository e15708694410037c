/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.OperationDeniedException;
import com.aliyun.datahub.client.exception.ResourceAlreadyExistException;
import com.aliyun.datahub.client.exception.ResourceNotFoundException;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.GetProjectResult;
import com.aliyun.datahub.client.model.GetTopicResult;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.RecordType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client manages projects, topics and schemas. */
class VendorSdkProjectsAndTopicsITCase extends VendorSdkFixture {

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
}
