/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.event.SubscribeEvent;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TDengineTmqSourceBuilderTest {

    private final FakeTmq server = new FakeTmq();

    @AfterEach
    void close() {
        server.close();
    }

    /** The vendor's connector took it the wrong way round. */
    @Test
    void cdcIsUnboundedUnlessToldOtherwise() {
        assertThat(complete().build().getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(complete().setBounded().build().getBoundedness()).isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> TDengineTmqSource.<String>builder().build())
                .hasMessageContaining("call setGatewayFactory");
        assertThatThrownBy(
                        () ->
                                TDengineTmqSource.<String>builder()
                                        .setGatewayFactory(server.factory())
                                        .setTopic("t")
                                        .build())
                .hasMessageContaining("call setGroupId");
    }

    @Test
    void refusesWhatTheServerWouldRefuse() {
        assertThatThrownBy(() -> complete().setGroupId("a:b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no colon, is 'a:b'");
        assertThatThrownBy(() -> complete().setGroupId("g".repeat(193)))
                .hasMessageContaining("1 to 192 characters");
        assertThatThrownBy(() -> complete().setTopic("t".repeat(65)))
                .hasMessageContaining("must have 1 to 64 bytes");
        assertThatThrownBy(() -> complete().setAssignmentTimeout(Duration.ZERO))
                .hasMessageContaining("at least 1 s");
        assertThatThrownBy(() -> complete().setRowsPerTurn(0)).hasMessageContaining("are 0");
        assertThatThrownBy(() -> complete().setConsumerProperty("enable.auto.commit", "true"))
                .hasMessageContaining("'enable.auto.commit' is set by the source itself");
        assertThatThrownBy(() -> StartingOffsets.specific(Map.of(2, -1L)))
                .hasMessageContaining("vgroup 2 must not be negative, is -1");
        assertThatThrownBy(() -> StartingOffsets.specific(Map.of()))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> StartingOffsets.committed(StartingOffsets.specific(Map.of(2, 1L))))
                .hasMessageContaining("earliest or latest");
    }

    /** Backpressure must not cost a reader its membership. */
    @Test
    void membersMayBeSilentForAsLongAsTheServerCanSay() throws Exception {
        server.addVgroup();
        TDengineTmqSource<String> shipped =
                InstantiationUtil.clone(
                        complete().setConsumerProperty("min.poll.rows", "7").build());
        try (SourceReader<String, TmqSplit> reader =
                shipped.createReader(new TestingReaderContext())) {
            reader.handleSourceEvents(new SubscribeEvent(1, "client"));
            assertThat(server.subscriptions().get(0).settings())
                    .containsEntry("max.poll.interval.ms", "2147483647")
                    .containsEntry("min.poll.rows", "7");
        }
    }

    @Test
    void messagesAreLargeUnlessToldOtherwise() throws Exception {
        server.addVgroup();
        try (SourceReader<String, TmqSplit> reader =
                complete().build().createReader(new TestingReaderContext())) {
            reader.handleSourceEvents(new SubscribeEvent(1, "client"));
            assertThat(server.subscriptions().get(0).settings())
                    .containsEntry("min.poll.rows", "16384");
        }
    }

    private TDengineTmqSourceBuilder<String> complete() {
        return TDengineTmqSource.<String>builder()
                .setGatewayFactory(server.factory())
                .setTopic(FakeTmq.TOPIC)
                .setGroupId("group")
                .setDeserializer(new TextSchema());
    }
}
