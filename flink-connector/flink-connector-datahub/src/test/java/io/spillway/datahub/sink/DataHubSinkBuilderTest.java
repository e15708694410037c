/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorHandling;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the builder refuses, and how it says so. */
class DataHubSinkBuilderTest {

    @Test
    void namesWhatIsMissing() {
        DataHubSinkBuilder<String> builder = DataHubSink.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("setTopic");
        builder.setTopic("p", "t");
        assertThatThrownBy(builder::build).hasMessageContaining("setGatewayFactory");
        builder.setGatewayFactory(() -> null);
        assertThatThrownBy(builder::build).hasMessageContaining("setSerializer");
        builder.setSerializer(new KeyedTexts());
        Assertions.assertThat(builder.build()).isNotNull();
    }

    @Test
    void refusesWhatTheServiceWouldRefuse() {
        DataHubSinkBuilder<String> builder = DataHubSink.builder();
        assertThatThrownBy(() -> builder.setMaxBatchRecords(10_001))
                .hasMessageContainingAll("maxBatchRecords", "10000", "10001");
        assertThatThrownBy(() -> builder.setMaxBatchBytes(4L << 20))
                .hasMessageContainingAll("maxBatchBytes", "4194304");
        assertThatThrownBy(() -> builder.setErrorHandling(ErrorHandling.DEAD_LETTER, null))
                .hasMessageContaining("dead-letter");
    }

    @Test
    void refusesABufferSmallerThanABatch() {
        DataHubSinkBuilder<String> builder =
                DataHubSink.<String>builder()
                        .setTopic("p", "t")
                        .setGatewayFactory(() -> null)
                        .setSerializer(new KeyedTexts())
                        .setMaxBufferedRecords(10);
        assertThatThrownBy(builder::build)
                .hasMessageContainingAll("maxBufferedRecords", "1000", "10");
    }
}
