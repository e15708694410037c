/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterBuilder;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;

/** What a dead letter shows of an encoded record. */
class RecordContentsTest {

    @Test
    void showsColumnsByNameAsJson() {
        RecordEntryWriter writer =
                new RecordEntryWriter()
                        .reset()
                        .addLong(-7)
                        .addText("say \"ü\"")
                        .addNull()
                        .addBoolean(true)
                        .addText("not a number")
                        .addDouble(Double.NaN)
                        .addText("12.50")
                        .addText("extra")
                        .addAttribute("trace", "x1")
                        .partitionKey("pk");
        DeadLetter letter =
                describe(
                        writer.toRecord(),
                        schema(
                                FieldType.BIGINT,
                                FieldType.STRING,
                                FieldType.STRING,
                                FieldType.BOOLEAN,
                                FieldType.INTEGER,
                                FieldType.DOUBLE,
                                FieldType.DECIMAL));
        assertThat(letter.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        "{\"c0\":-7,\"c1\":\"say \\\"ü\\\"\",\"c2\":null,\"c3\":true,"
                                + "\"c4\":\"not a number\",\"c5\":\"NaN\",\"c6\":12.50,"
                                + "\"column7\":\"extra\"}");
        assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("pk");
        assertThat(letter.headers()).extracting(DeadLetter.Header::name).containsExactly("trace");
    }

    @Test
    void showsTheBytesOfABlob() {
        byte[] bytes = {0, (byte) 0xff, 17};
        EncodedRecord record = new RecordEntryWriter().reset().addBytes(bytes).toRecord();
        assertThat(describe(record, null).value()).isEqualTo(bytes);
    }

    @Test
    void showsTheRecordAsItIsIfItCannotBeRead() {
        byte[] broken = {0x4a, 0x7f, 1, 2};
        assertThat(describe(new EncodedRecord(broken), schema(FieldType.STRING)).value())
                .isEqualTo(broken);
    }

    private static DeadLetter describe(EncodedRecord record, @Nullable RecordSchema schema) {
        DeadLetterBuilder letter =
                DeadLetters.builder(
                                new DeadLetter.Origin("datahub", "p.t", "0", null, null, null),
                                DeadLetter.Stage.WRITE)
                        .error("MalformedRecord", "bad");
        new RecordContents(schema).describe(record, letter);
        return letter.build();
    }

    private static RecordSchema schema(FieldType... types) {
        List<RecordSchema.Field> fields = new ArrayList<>();
        for (FieldType type : types) {
            fields.add(new RecordSchema.Field("c" + fields.size(), type, false, null));
        }
        return new RecordSchema(fields);
    }
}
