/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class DataHubSourceBuilderTest {

    @Test
    void buildsAnUnboundedSourceThatCanBeShipped() throws Exception {
        try (FakeTopic service = new FakeTopic()) {
            DataHubSource<String> source = InstantiationUtil.clone(complete(service).build());

            assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
            assertThat(source.getProducedType()).isEqualTo(Types.STRING);
            assertThat(
                            complete(service)
                                    .setBounded(StoppingPosition.latest())
                                    .build()
                                    .getBoundedness())
                    .isEqualTo(Boundedness.BOUNDED);
        }
    }

    @Test
    void tellsWhatIsMissing() {
        DataHubSourceBuilder<String> builder = DataHubSource.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("setTopic");
        builder.setTopic("p", "t");
        assertThatThrownBy(builder::build).hasMessageContaining("setGatewayFactory");
        builder.setGatewayFactory(
                () -> {
                    throw new IllegalStateException("not used");
                });
        assertThatThrownBy(builder::build).hasMessageContaining("setDeserializer");
    }

    @Test
    void refusesValuesThatCannotWork() {
        DataHubSourceBuilder<String> builder = DataHubSource.builder();
        assertThatThrownBy(() -> builder.setFetchSize(1001)).hasMessageContaining("1001");
        assertThatThrownBy(() -> builder.setFetchSize(0)).hasMessageContaining("from 1 to 1000");
        assertThatThrownBy(() -> builder.setEmptyReadBackoff(Duration.ZERO))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> builder.setShardDiscoveryInterval(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.setErrorHandling(ErrorHandling.DEAD_LETTER, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DataHubSourceBuilder<String> complete(FakeTopic service) {
        return DataHubSource.<String>builder()
                .setTopic(service.topic().project(), service.topic().topic())
                .setGatewayFactory(service.factory())
                .setDeserializer(new TextSchema());
    }
}
