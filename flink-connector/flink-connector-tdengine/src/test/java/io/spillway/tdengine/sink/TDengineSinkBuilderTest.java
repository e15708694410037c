/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a sink needs, and what does not go together. */
class TDengineSinkBuilderTest {

    private static final TDengineGatewayFactory NO_GATEWAY =
            () -> {
                throw new AssertionError("connects when it is built");
            };

    @Test
    void tellsWhatIsMissing() {
        refused(() -> TDengineSink.<String>builder().build(), "call setTable or setSuperTable");
        refused(
                () -> TDengineSink.<String>builder().setTable("db", "t").build(),
                "call setGatewayFactory");
        refused(
                () ->
                        TDengineSink.<String>builder()
                                .setTable("db", "t")
                                .setGatewayFactory(NO_GATEWAY)
                                .build(),
                "call setSerializer");
        refused(
                () -> complete().setCreateTable(TimestampPrecision.MILLIS).build(),
                "call setDefinition");
        refused(() -> complete().setSchemaless(SchemalessFormat.LINE).build(), "setDefinition");
    }

    @Test
    void tellsWhatIsOutOfRange() {
        refused(() -> complete().setConnections(0), "connections must be at least 1, is 0");
        refused(() -> complete().setMaxBatchRows(1_000_001), "maxBatchRows must be at most");
        refused(() -> complete().setMaxBatchBytes(1L << 40), "maxBatchBytes must be at most");
        refused(() -> complete().setMaxBatchRows(0).build(), "must be at least 1");
    }

    @Test
    void tellsWhatDoesNotGoTogether() {
        List<TargetColumn> columns = List.of(TargetColumn.of("ts", TDengineType.TIMESTAMP));
        refused(
                () ->
                        complete()
                                .setTable("db", "t")
                                .setDefinition(columns)
                                .setSchemaless(SchemalessFormat.LINE)
                                .build(),
                "call setSuperTable");
        refused(
                () -> complete().setTable("db", "t").setExistingTags(ExistingTags.ALTER).build(),
                "only if rows go to a super table");
        refused(
                () ->
                        complete()
                                .setDefinition(columns)
                                .setSchemaless(SchemalessFormat.LINE)
                                .setCreateTable(TimestampPrecision.MILLIS)
                                .build(),
                "leave setCreateTable out");
        refused(
                () -> new SchemalessFormat(Protocol.TELNET, TimestampPrecision.MICROS, 0, "tbname"),
                "ms only");
        refused(
                () -> new SchemalessFormat(Protocol.JSON, TimestampPrecision.NANOS, 0, "tbname"),
                "doubles");
        refused(() -> new SchemalessFormat(Protocol.JSON, null, -1, "tbname"), "is -1");
    }

    @Test
    void aSinkTravels() throws Exception {
        TDengineSink<String> sink = complete().build();
        assertThat(
                        InstantiationUtil.<TDengineSink<String>>deserializeObject(
                                InstantiationUtil.serializeObject(sink),
                                getClass().getClassLoader()))
                .isInstanceOf(TDengineSink.class);
    }

    private static TDengineSinkBuilder<String> complete() {
        return TDengineSink.<String>builder()
                .setSuperTable("db", "st")
                .setGatewayFactory(NO_GATEWAY)
                .setSerializer(new Readings());
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).hasMessageContaining(message);
    }
}
