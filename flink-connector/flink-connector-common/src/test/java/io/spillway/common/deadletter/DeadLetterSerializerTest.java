/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterSerializerTest {

    /** What version 1 wrote for {@link TestLetters#bare()}; state of a release looks like this. */
    private static final String BARE_V1 =
            "01"
                    + "0000001d"
                    + "646174616875622f702e742f2d2f7368613235363a30302f7772697465"
                    + "00000007"
                    + "64617461687562"
                    + "00000003"
                    + "702e74"
                    + "ffffffff"
                    + "ffffffff"
                    + "00"
                    + "ffffffff"
                    + "03"
                    + "ffffffff"
                    + "ffffffff"
                    + "00000000"
                    + "0000000f"
                    + "4d616c666f726d65645265636f7264"
                    + "ffffffff"
                    + "00000008"
                    + "746f6f2077696465"
                    + "ffffffff"
                    + "00000001"
                    + "0000000000000000"
                    + "0000000000000000"
                    + "ffffffff";

    private final TypeSerializer<DeadLetter> serializer =
            DeadLetters.TYPE.createSerializer(new SerializerConfigImpl());

    @Test
    void everyFieldComesBack() throws IOException {
        assertThat(deserialize(serialize(TestLetters.full()))).isEqualTo(TestLetters.full());
    }

    @Test
    void nullsComeBackAsNulls() throws IOException {
        assertThat(deserialize(serialize(TestLetters.bare()))).isEqualTo(TestLetters.bare());
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        byte[] golden = HexFormat.of().parseHex(BARE_V1);

        assertThat(deserialize(golden)).isEqualTo(TestLetters.bare());
        assertThat(serialize(TestLetters.bare())).isEqualTo(golden);
    }

    @ParameterizedTest
    @EnumSource(DeadLetter.Stage.class)
    void everyStageComesBack(DeadLetter.Stage stage) throws IOException {
        DeadLetter letter =
                DeadLetters.builder(TestLetters.full().origin(), stage).error("c", "m").build();

        assertThat(deserialize(serialize(letter)).stage()).isEqualTo(stage);
    }

    @Test
    void binaryCopyEqualsTheOriginalAndReadsNoFurther() throws IOException {
        DataOutputSerializer two = new DataOutputSerializer(64);
        serializer.serialize(TestLetters.full(), two);
        serializer.serialize(TestLetters.bare(), two);
        DataOutputSerializer copy = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(two.getCopyOfBuffer()), copy);

        assertThat(copy.getCopyOfBuffer()).isEqualTo(serialize(TestLetters.full()));
    }

    @Test
    void aLaterVersionIsRefused() {
        byte[] bytes = HexFormat.of().parseHex("02" + BARE_V1.substring(2));

        assertThatThrownBy(() -> deserialize(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void theSnapshotRestoresACompatibleSerializer() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<DeadLetter> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        getClass().getClassLoader());

        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(
                        serializer
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(restored)
                                .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void typeAndTagTravelToTheTasks() throws Exception {
        assertThat(InstantiationUtil.clone(DeadLetters.TYPE)).isEqualTo(DeadLetters.TYPE);
        assertThat(InstantiationUtil.clone(DeadLetters.TAG)).isEqualTo(DeadLetters.TAG);
        assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    }

    private byte[] serialize(DeadLetter letter) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(letter, out);
        return out.getCopyOfBuffer();
    }

    private DeadLetter deserialize(byte[] bytes) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }
}
