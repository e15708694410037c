/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.Shard;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One shard of {@link FakeTopic}; guarded by its lock. */
final class FakeShard {

    private record Stored(long sequence, int batchIndex, long systemTime, EncodedRecord body) {}

    final String id;
    final BigInteger begin;
    final BigInteger end;
    final List<String> parentIds;
    Shard.State state = Shard.State.ACTIVE;
    long closedTimeSeconds;
    private final List<Stored> records = new ArrayList<>();
    private long nextSequence;
    private long oldestSequence;
    private int cursorGeneration;

    /**
     * @param begin the first hash key that belongs to it
     * @param end behind the last
     */
    FakeShard(String id, BigInteger begin, BigInteger end, List<String> parentIds) {
        this.id = id;
        this.begin = begin;
        this.end = end;
        this.parentIds = parentIds;
    }

    Shard describe() {
        return new Shard(id, state, hex(begin), hex(end), parentIds, closedTimeSeconds);
    }

    private static String hex(BigInteger key) {
        return String.format(Locale.ROOT, "%032X", key);
    }

    /** What it holds, in order. */
    List<EncodedRecord> bodies() {
        return records.stream().map(Stored::body).toList();
    }

    /** Appends records that share one sequence. */
    void appendBatch(long systemTime, List<EncodedRecord> bodies) {
        int index = 0;
        for (EncodedRecord body : bodies) {
            records.add(new Stored(nextSequence, index++, systemTime, body));
        }
        nextSequence++;
    }

    static EncodedRecord encode(String value) {
        return new RecordEntryWriter().reset().addText(value).toRecord();
    }

    void expireBefore(long sequence) {
        oldestSequence = sequence;
        records.removeIf(stored -> stored.sequence() < sequence);
    }

    void expireCursors() {
        cursorGeneration++;
    }

    CursorPosition cursor(CursorSpec spec, long now) throws ServiceException {
        return switch (spec.type()) {
            case OLDEST -> at(records.isEmpty() ? oldestOfEmpty() : records.get(0).sequence());
            case LATEST -> at(records.isEmpty() ? oldestOfEmpty() : nextSequence - 1);
            case SEQUENCE -> {
                if (spec.value() < 0) {
                    throw FakeTopic.refusal(
                            DataHubErrors.INVALID_PARAMETER, "sequence " + spec.value());
                }
                if (spec.value() < oldestSequence || spec.value() > nextSequence) {
                    throw FakeTopic.refusal(
                            DataHubErrors.SEEK_OUT_OF_RANGE, "sequence " + spec.value());
                }
                yield at(spec.value());
            }
            case SYSTEM_TIME -> {
                if (spec.value() > now) {
                    throw FakeTopic.refusal(
                            DataHubErrors.SEEK_OUT_OF_RANGE, "time " + spec.value());
                }
                yield at(
                        records.stream()
                                .filter(stored -> stored.systemTime() >= spec.value())
                                .findFirst()
                                .map(Stored::sequence)
                                .orElse(nextSequence));
            }
        };
    }

    private long oldestOfEmpty() {
        return Math.max(oldestSequence, 0);
    }

    private CursorPosition at(long sequence) {
        return new CursorPosition(cursorGeneration + ":" + sequence + ":0", sequence, 0);
    }

    RecordBatch read(String cursor, int limit) throws ServiceException {
        String[] parts = cursor.split(":");
        long sequence = Long.parseLong(parts[1]);
        int batchIndex = Integer.parseInt(parts[2]);
        if (Integer.parseInt(parts[0]) != cursorGeneration || sequence < oldestSequence) {
            throw FakeTopic.refusal(DataHubErrors.INVALID_CURSOR, "cursor " + cursor);
        }
        List<Stored> found = new ArrayList<>();
        for (Stored stored : records) {
            boolean reached =
                    stored.sequence() > sequence
                            || (stored.sequence() == sequence && stored.batchIndex() >= batchIndex);
            if (reached && found.size() < limit) {
                found.add(stored);
            }
        }
        if (found.isEmpty() && state == Shard.State.CLOSED) {
            throw FakeTopic.refusal(DataHubErrors.INVALID_SHARD_OPERATION, "end of shard " + id);
        }
        return batch(found, found.isEmpty() ? cursor : behind(found.get(found.size() - 1)));
    }

    /** May point into a batch: the hardest thing a service could do. */
    private String behind(Stored last) {
        return cursorGeneration + ":" + last.sequence() + ":" + (last.batchIndex() + 1);
    }

    private RecordBatch batch(List<Stored> found, String nextCursor) {
        int count = found.size();
        long[] sequences = new long[count];
        int[] batchIndexes = new int[count];
        long[] systemTimes = new long[count];
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            Stored stored = found.get(i);
            sequences[i] = stored.sequence();
            batchIndexes[i] = stored.batchIndex();
            systemTimes[i] = stored.systemTime();
            offsets[i] = buffer.size();
            lengths[i] = stored.body().size();
            buffer.writeBytes(stored.body().body());
        }
        return new RecordBatch(
                nextCursor,
                nextSequence - 1,
                records.isEmpty() ? -1 : records.get(records.size() - 1).systemTime(),
                count,
                sequences,
                batchIndexes,
                systemTimes,
                buffer.toByteArray(),
                offsets,
                lengths);
    }
}
