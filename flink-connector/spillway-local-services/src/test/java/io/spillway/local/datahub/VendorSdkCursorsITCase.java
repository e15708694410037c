/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.SeekOutOfRangeException;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.GetCursorResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vendor's Java client seeks, and reads what is still kept. */
class VendorSdkCursorsITCase extends VendorSdkFixture {

    @Test
    void cursorsPointWhereTheyShould() {
        topic(1);
        assertThat(cursor(CursorType.LATEST).getSequence()).isZero();
        assertThat(client.getCursor(PROJECT, TOPIC, "0", CursorType.SEQUENCE, 0).getSequence())
                .isZero();
        long start = clock.millis();
        for (int i = 0; i < 3; i++) {
            put(i);
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(cursor(CursorType.OLDEST).getSequence()).isZero();
        assertThat(cursor(CursorType.OLDEST).getTimestamp()).isEqualTo(start);
        assertThat(cursor(CursorType.LATEST).getSequence()).isEqualTo(2);
        // LATEST is at the last record: it is read
        assertThat(read(cursor(CursorType.LATEST))).containsExactly(2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start - 60_000))).containsExactly(0L, 1L, 2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start))).containsExactly(0L, 1L, 2L);
        assertThat(read(at(CursorType.SYSTEM_TIME, start + 1))).containsExactly(1L, 2L);
        assertThat(read(at(CursorType.SEQUENCE, 1))).containsExactly(1L, 2L);
        GetCursorResult next = at(CursorType.SYSTEM_TIME, clock.millis());
        GetCursorResult after = at(CursorType.SEQUENCE, 3);
        assertThat(read(next)).isEmpty();
        assertThat(read(after)).isEmpty();
        put(3);
        assertThat(read(next)).containsExactly(3L);
        assertThat(read(after)).containsExactly(3L);

        outOfRange(CursorType.SYSTEM_TIME, clock.millis() + 10_000);
        outOfRange(CursorType.SEQUENCE, 5);
    }

    @Test
    void recordsAndClosedShardsGoWithTheLifecycle() {
        topic(1);
        put(0);
        String old = cursor(CursorType.OLDEST).getCursor();
        clock.advance(Duration.ofHours(20));
        put(1);
        clock.advance(Duration.ofHours(5));

        assertThat(cursor(CursorType.OLDEST).getSequence()).isEqualTo(1);
        outOfRange(CursorType.SEQUENCE, 0);
        refusal(
                () -> client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), old, 1),
                InvalidParameterException.class,
                "InvalidCursor");
        clock.advance(Duration.ofHours(20));
        GetCursorResult empty = cursor(CursorType.OLDEST);
        assertThat(empty.getSequence()).isEqualTo(2);
        assertThat(read(empty)).isEmpty();
        put(2);
        assertThat(read(empty)).containsExactly(2L);

        client.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards()).containsOnlyKeys("0", "1", "2");
        clock.advance(Duration.ofHours(25));
        assertThat(shards()).containsOnlyKeys("1", "2");
        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(3);
    }

    @Test
    void recordsWrittenBeforeAFieldWasAppendedAreShorter() {
        topic(1);
        put(0);
        client.appendField(PROJECT, TOPIC, new Field("price", FieldType.DOUBLE));
        RecordSchema longer = client.getTopic(PROJECT, TOPIC).getRecordSchema();
        client.putRecordsByShard(
                PROJECT, TOPIC, "0", List.of(VendorRecords.row(longer, "0", 1L, "new", 2.5)));

        List<RecordEntry> records =
                client.getRecords(
                                PROJECT,
                                TOPIC,
                                "0",
                                longer,
                                cursor(CursorType.OLDEST).getCursor(),
                                10)
                        .getRecords();

        assertThat(VendorRecords.values(records.get(0))).containsExactly(0L, "name-0", null);
        assertThat(VendorRecords.values(records.get(1))).containsExactly(1L, "new", 2.5);
    }

    private void outOfRange(CursorType type, long parameter) {
        refusal(() -> at(type, parameter), SeekOutOfRangeException.class, "SeekOutOfRange");
    }
}
