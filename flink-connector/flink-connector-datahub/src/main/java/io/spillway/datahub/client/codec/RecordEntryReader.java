/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Reads one record after another where it lies. Columns are ranges of {@link #buffer}; nothing is
 * copied or turned into objects before it is asked for.
 *
 * <p>Not thread-safe. After a failed {@code read} the reader stands at no record.
 */
@Experimental
public final class RecordEntryReader {

    private static final int SHARD_ID = 1;
    private static final int HASH_KEY = 2;
    private static final int PARTITION_KEY = 3;
    private static final int ATTRIBUTES = 8;
    private static final int DATA = 9;

    private final ProtoReader in = new ProtoReader();
    private byte[] buffer = new byte[0];
    private int columnCount;
    private int[] offsets = new int[32];
    private int[] lengths = new int[32];
    private int attributesOffset;
    private int attributesLength;
    private int shardIdOffset;
    private int hashKeyOffset;
    private int partitionKeyOffset;
    private final int[] keyLengths = new int[PARTITION_KEY + 1];

    /** Reads a record of a batch. */
    public void read(RecordBatch batch, int index) throws MalformedMessageException {
        read(batch.buffer(), batch.entryOffsets()[index], batch.entryLengths()[index]);
    }

    /** Reads back a record that was to be written. */
    public void read(EncodedRecord encoded) throws MalformedMessageException {
        read(encoded.body(), 0, encoded.size());
    }

    private void read(byte[] newBuffer, int offset, int length) throws MalformedMessageException {
        clear();
        buffer = newBuffer;
        in.reset(newBuffer, offset, length);
        boolean hasData = false;
        try {
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                switch (field) {
                    case SHARD_ID -> shardIdOffset = readKey(SHARD_ID, "shard_id");
                    case HASH_KEY -> hashKeyOffset = readKey(HASH_KEY, "hash_key");
                    case PARTITION_KEY ->
                            partitionKeyOffset = readKey(PARTITION_KEY, "partition_key");
                    case ATTRIBUTES -> {
                        attributesLength = in.length("attributes");
                        attributesOffset = in.position();
                        in.advance(attributesLength);
                    }
                    case DATA -> {
                        hasData = true;
                        readColumns();
                    }
                    default -> in.skip();
                }
            }
            if (!hasData) {
                throw ProtoReader.malformed("a record has no data");
            }
        } catch (MalformedMessageException e) {
            clear();
            throw e;
        }
    }

    private void clear() {
        columnCount = 0;
        attributesLength = -1;
        Arrays.fill(keyLengths, -1);
    }

    private int readKey(int key, String name) throws MalformedMessageException {
        keyLengths[key] = in.length(name);
        int offset = in.position();
        in.advance(keyLengths[key]);
        return offset;
    }

    private void readColumns() throws MalformedMessageException {
        int outer = in.enter(in.length("data"));
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == 1) {
                readColumn();
            } else {
                in.skip();
            }
        }
        in.exit(outer);
    }

    private void readColumn() throws MalformedMessageException {
        if (columnCount == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * columnCount);
            lengths = Arrays.copyOf(lengths, 2 * columnCount);
        }
        int outer = in.enter(in.length("data"));
        lengths[columnCount] = -1;
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == 1) {
                int length = in.length("value");
                offsets[columnCount] = in.position();
                lengths[columnCount] = length;
                in.advance(length);
            } else {
                in.skip();
            }
        }
        in.exit(outer);
        columnCount++;
    }

    /**
     * How many columns the record has: fewer than the topic if it was written before columns were
     * added.
     */
    public int columnCount() {
        return columnCount;
    }

    /** Whether a column is null, or behind the record's last. */
    public boolean isNull(int column) {
        return column >= columnCount || lengths[column] < 0;
    }

    /** What {@link #offset} and {@link #length} point into; shared, not to be changed. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where a column that is not null begins in the buffer. */
    public int offset(int column) {
        return offsets[column];
    }

    /** Length in bytes of a column that is not null. */
    public int length(int column) {
        return lengths[column];
    }

    /** A column that is not null, as text. */
    public String text(int column) {
        return new String(buffer, offsets[column], lengths[column], StandardCharsets.UTF_8);
    }

    /** A copy of a column that is not null. */
    public byte[] bytes(int column) {
        return Arrays.copyOfRange(buffer, offsets[column], offsets[column] + lengths[column]);
    }

    /** A column that is not null, as a whole number. */
    public long longValue(int column) throws MalformedMessageException {
        return ColumnText.parseLong(buffer, offsets[column], lengths[column]);
    }

    /** A column that is not null, as a floating point number. */
    public double doubleValue(int column) throws MalformedMessageException {
        return ColumnText.parseDouble(buffer, offsets[column], lengths[column]);
    }

    /** A column that is not null, as a truth value. */
    public boolean booleanValue(int column) throws MalformedMessageException {
        return ColumnText.parseBoolean(buffer, offsets[column], lengths[column]);
    }

    /** The record's attributes, in order; parsed anew by every call. */
    public Map<String, String> attributes() throws MalformedMessageException {
        if (attributesLength <= 0) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        in.reset(buffer, attributesOffset, attributesLength);
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == 1) {
                readAttribute(attributes);
            } else {
                in.skip();
            }
        }
        return attributes;
    }

    private void readAttribute(Map<String, String> attributes) throws MalformedMessageException {
        int outer = in.enter(in.length("attributes"));
        String name = null;
        String value = null;
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case 1 -> name = in.text("key");
                case 2 -> value = in.text("value");
                default -> in.skip();
            }
        }
        in.exit(outer);
        if (name == null || value == null) {
            throw ProtoReader.malformed("an attribute lacks its name or value");
        }
        attributes.put(name, value);
    }

    /** The shard the record was read from, null if the service did not say. */
    @Nullable
    public String shardId() {
        return key(SHARD_ID, shardIdOffset);
    }

    @Nullable
    public String hashKey() {
        return key(HASH_KEY, hashKeyOffset);
    }

    @Nullable
    public String partitionKey() {
        return key(PARTITION_KEY, partitionKeyOffset);
    }

    @Nullable
    private String key(int key, int offset) {
        return keyLengths[key] < 0
                ? null
                : new String(buffer, offset, keyLengths[key], StandardCharsets.UTF_8);
    }
}
