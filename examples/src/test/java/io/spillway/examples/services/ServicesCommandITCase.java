/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.examples.Cli;
import io.spillway.jobs.cli.SpillwayCli;
import io.spillway.local.host.FreePort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesCommandITCase {

    @Test
    void runsWhatIsAskedForUntilItIsStopped() throws Exception {
        int port = FreePort.pick();
        CountDownLatch ready = new CountDownLatch(1);
        StringWriter out =
                new StringWriter() {
                    @Override
                    public void write(String text, int offset, int length) {
                        super.write(text, offset, length);
                        if (text.startsWith("Ready", offset)) {
                            ready.countDown();
                        }
                    }
                };
        StringWriter err = new StringWriter();
        FutureTask<Integer> command =
                new FutureTask<>(
                        () ->
                                SpillwayCli.execute(
                                        Map.of(),
                                        new PrintWriter(out),
                                        new PrintWriter(err),
                                        "services",
                                        "--datahub",
                                        Integer.toString(port),
                                        "--access-id",
                                        "me",
                                        "--access-key-secret",
                                        "my-secret-key",
                                        "--topic",
                                        "shop.items=id:BIGINT!,name:STRING@3",
                                        "--tdengine",
                                        "0"));
        Thread thread = new Thread(command, "services-command");
        thread.start();
        assertThat(ready.await(60, TimeUnit.SECONDS)).as("%s%s", out, err).isTrue();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .hasSize(6)
                .anyMatch(line -> line.matches("TDengine +http://127.0.0.1:\\d+ .*taosdata"))
                .anyMatch(line -> line.contains("jdbc:TAOS-WS://127.0.0.1:"))
                .anyMatch(line -> line.contains("http://127.0.0.1:" + port))
                .anyMatch(line -> line.endsWith("http://127.0.0.1:" + port + "/_local/"))
                .anyMatch(line -> line.contains("shop.items"))
                .noneMatch(line -> line.contains("my-secret-key"))
                .noneMatch(line -> line.contains("Kafka"));
        TopicDescription topic = describe(port);
        assertThat(topic.shardCount()).isEqualTo(3);
        assertThat(topic.schema().fields()).hasSize(2);
        assertThat(topic.schema().fields().get(0).notNull()).isTrue();

        thread.interrupt();
        assertThat(command.get(30, TimeUnit.SECONDS)).isZero();
        FreePort.requireFree(port);
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String service :
                    List.of("--datahub", "--tdengine", "--postgres", "--kafka", "--connect")) {
                assertRefused(Cli.run(Map.of(), "services", service, port), service);
                assertThat(Cli.run(Map.of(), "services", service, port).err()).contains(port);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "shop.items",
                "shop.items=",
                "shop=id:BIGINT",
                "shop.items=id",
                "shop.items=id:BIGINT@0",
                "shop.items=id:NO",
                "s.items=id:BIGINT"
            })
    void aWrongTopicIsToldInOneLine(String topic) {
        assertRefused(Cli.run(Map.of(), "services", "--datahub", "0", "--topic", topic), "--topic");
    }

    @Test
    void otherWrongArgumentsAreToldInOneLine() {
        assertRefused(Cli.run(Map.of(), "services", "--datahub", "70000"), "--datahub");
        assertRefused(Cli.run(Map.of(), "services", "--kafka", "-1"), "--kafka");
        assertRefused(Cli.run(Map.of(), "services", "--access-id", "me"), "--access-key-secret");
        assertRefused(
                Cli.run(Map.of(), "services", "--access-id", "", "--access-key-secret", "s"),
                "--access-id");
    }

    private static void assertRefused(Cli.Outcome outcome, String option) {
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorLines()).hasSize(1);
        assertThat(outcome.err()).startsWith("error: ").contains(option);
    }

    private static TopicDescription describe(int port) {
        DataHubGatewayOptions options =
                DataHubGatewayOptions.builder()
                        .endpoint("http://127.0.0.1:" + port)
                        .credentials(StaticCredentialsProvider.of("me", "my-secret-key"))
                        .build();
        try (DataHubGateway gateway = new HttpDataHubGateway(options)) {
            return gateway.getTopic(new TopicPath("shop", "items")).join();
        }
    }
}
