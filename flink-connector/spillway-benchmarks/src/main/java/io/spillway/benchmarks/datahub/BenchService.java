/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.DatahubClientBuilder;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.common.DatahubConfig;
import com.aliyun.datahub.client.http.HttpConfig;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.clientlibrary.config.ConsumerConfig;
import com.aliyun.datahub.clientlibrary.config.ProducerConfig;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.fault.DataHubFaults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The local DataHub of a benchmark, and clients of it: all of them protobuf with LZ4, which is what
 * the connector does by default.
 */
final class BenchService implements AutoCloseable {

    static final String PROJECT = "bench";

    private final LocalDataHub hub;
    private final DataHubGateway gateway;
    private int topics;

    BenchService() {
        hub = LocalDataHub.start();
        hub.createProject(PROJECT);
        // the consumer group learns of its shards within its first heartbeats
        hub.faults().sessionTimeout(Duration.ofMillis(1500));
        gateway = new HttpDataHubGateway(gatewayOptions());
    }

    DataHubFaults faults() {
        return hub.faults();
    }

    /** Every answer takes this much longer. */
    void latency(Duration latency) {
        hub.faults().latency(latency);
    }

    /** A new topic for {@link OrderRows}. */
    TopicPath createTopic(int shards) throws Exception {
        TopicPath topic = new TopicPath(PROJECT, "orders_" + topics++);
        gateway.admin()
                .createTopic(topic, new TopicSpec(shards, 7, OrderRows.SCHEMA, "benchmark"))
                .get();
        return topic;
    }

    /** Forgets a topic with its records. */
    void deleteTopic(TopicPath topic) throws Exception {
        gateway.admin().deleteTopic(topic).get();
    }

    /** How many records were written to a topic. */
    long count(TopicPath topic) {
        return hub.recordCount(topic.project(), topic.topic());
    }

    /** A client for set-up and for contenders without Flink. */
    DataHubGateway gateway() {
        return gateway;
    }

    DataHubGatewayOptions gatewayOptions() {
        return DataHubGatewayOptions.builder()
                .endpoint(hub.endpoint())
                .credentials(StaticCredentialsProvider.of(hub.accessId(), hub.accessKeySecret()))
                .build();
    }

    /** The options of a table over a topic. */
    Map<String, String> tableOptions(TopicPath topic) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "datahub");
        options.put("endpoint", hub.endpoint());
        options.put("project", topic.project());
        options.put("topic", topic.topic());
        options.put("access-id", hub.accessId());
        options.put("access-key-secret", hub.accessKeySecret());
        return options;
    }

    /** The vendor's SDK. */
    DatahubClient vendorClient() {
        return DatahubClientBuilder.newBuilder()
                .setDatahubConfig(
                        new DatahubConfig(
                                hub.endpoint(),
                                new AliyunAccount(hub.accessId(), hub.accessKeySecret()),
                                true))
                .setHttpConfig(new HttpConfig().setCompressType(CompressType.LZ4))
                .build();
    }

    ProducerConfig producerConfig() {
        ProducerConfig config =
                new ProducerConfig(hub.endpoint(), hub.accessId(), hub.accessKeySecret());
        config.getHttpConfig().setCompressType(CompressType.LZ4);
        return config;
    }

    /** Reads as many records at once as the connector does. */
    ConsumerConfig consumerConfig() {
        ConsumerConfig config =
                new ConsumerConfig(hub.endpoint(), hub.accessId(), hub.accessKeySecret())
                        .setFetchSize(1000)
                        .setMaxBufferSize(1000);
        config.getHttpConfig().setCompressType(CompressType.LZ4);
        return config;
    }

    @Override
    public void close() {
        gateway.close();
        hub.close();
    }
}
