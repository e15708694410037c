/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.api.Schema;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;

class DeadLetterRowsTest {

    private static final List<String> COLUMNS =
            DeadLetterRows.schema().getColumns().stream()
                    .map(Schema.UnresolvedColumn::getName)
                    .toList();

    @Test
    void rowsHaveTheColumnsOfTheSchema() throws IOException {
        assertThat(((RowTypeInfo) DeadLetterRows.TYPE).getFieldNames())
                .containsExactlyElementsOf(COLUMNS);

        Row row = throughFlink(DeadLetterRows.toRow(TestLetters.full()));
        assertThat(field(row, "id")).isEqualTo("kafka/orders/3/42/deserialize");
        assertThat(field(row, "stage")).isEqualTo("deserialize");
        assertThat(field(row, "origin_time")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(field(row, "value")).isEqualTo(new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe});
        assertThat((Row[]) field(row, "headers"))
                .containsExactly(
                        Row.of("trace", TestLetters.utf8("a")),
                        Row.of("trace", new byte[] {(byte) 0x80}),
                        Row.of("empty", null));
        assertThat(field(row, "attempts")).isEqualTo(3);
        assertThat(field(row, "job_name")).isEqualTo("sync orders");
    }

    @Test
    void whatIsNullStaysNull() throws IOException {
        Row row = throughFlink(DeadLetterRows.toRow(TestLetters.bare()));

        assertThat(COLUMNS.stream().filter(column -> field(row, column) == null))
                .containsExactly(
                        "origin_partition",
                        "origin_position",
                        "origin_time",
                        "source_position",
                        "key",
                        "value",
                        "exception_class",
                        "stack_trace",
                        "job_name");
    }

    private static Object field(Row row, String column) {
        return row.getField(COLUMNS.indexOf(column));
    }

    private static Row throughFlink(Row row) throws IOException {
        TypeSerializer<Row> serializer =
                DeadLetterRows.TYPE.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(row, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
