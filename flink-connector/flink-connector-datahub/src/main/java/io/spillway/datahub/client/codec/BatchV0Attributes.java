/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.binary.LittleEndian;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * The attributes at the end of a record. Lengths count bytes; one of the service's clients writes
 * the number of characters instead, in the record's size too, so that such a record goes on behind
 * its declared end. That is accepted where it is the only reading that makes sense.
 */
@Internal
final class BatchV0Attributes {

    private static final int HEADER_SIZE = BatchV0Reader.RECORD_HEADER_SIZE;

    private final byte[] payload;

    /** Begin and length of each name and value. */
    private int[] ranges = new int[16];

    private int rangeCount;

    BatchV0Attributes(byte[] payload) {
        this.payload = payload;
    }

    /**
     * Adds the attributes of a record.
     *
     * @param end where the record ends as it declares
     * @param at where its attributes begin
     * @param last whether it is the batch's last record
     * @return where the record really ends
     */
    int readInto(RecordEntryWriter record, int start, int end, int at, boolean last)
            throws MalformedMessageException {
        int count = LittleEndian.getInt(payload, at);
        if (count == 0) {
            return end;
        }
        if (count < 0 || count > (payload.length - at) / (2 * Integer.BYTES)) {
            throw BatchHeader.malformed("a record declares " + count + " attributes");
        }
        int realEnd = inBytes(at, count, end);
        if (realEnd < 0 || !isFollowedWell(start, realEnd, last)) {
            realEnd = inCharacters(at, count, end);
            if (realEnd < 0 || !isFollowedWell(start, realEnd, last)) {
                throw BatchHeader.malformed(
                        "a record's attributes have wrong lengths; they may have been written by"
                                + " a client that fails on other than ASCII characters");
            }
        }
        for (int i = 0; i < rangeCount; i += 4) {
            record.addAttribute(payload, ranges[i], ranges[i + 1], ranges[i + 2], ranges[i + 3]);
        }
        return realEnd;
    }

    /** Reads lengths as bytes; returns the end, -1 if that makes no sense. */
    private int inBytes(int begin, int count, int end) {
        rangeCount = 0;
        int at = begin + Integer.BYTES;
        for (int i = 0; i < 2 * count; i++) {
            if (end - at < Integer.BYTES) {
                return -1;
            }
            int length = LittleEndian.getInt(payload, at);
            at += Integer.BYTES;
            if (length < 0 || length > end - at || !isUtf8(at, length)) {
                return -1;
            }
            addRange(at, length);
            at += length;
        }
        return at == end ? end : -1;
    }

    /** Reads lengths as UTF-16 characters; returns the real end, -1 if that makes no sense. */
    private int inCharacters(int begin, int count, int end) {
        rangeCount = 0;
        int at = begin + Integer.BYTES;
        long declaredEnd = at;
        for (int i = 0; i < 2 * count; i++) {
            if (payload.length - at < Integer.BYTES) {
                return -1;
            }
            int characters = LittleEndian.getInt(payload, at);
            at += Integer.BYTES;
            if (characters < 0) {
                return -1;
            }
            int from = at;
            for (int left = characters; left > 0; ) {
                if (at >= payload.length) {
                    return -1;
                }
                int size = sequenceLength(payload[at]);
                left -= size == 4 ? 2 : 1;
                at += size;
                if (left < 0 || at > payload.length) {
                    return -1;
                }
            }
            if (!isUtf8(from, at - from)) {
                return -1;
            }
            addRange(from, at - from);
            declaredEnd += Integer.BYTES + (long) characters;
        }
        return declaredEnd == end ? at : -1;
    }

    private static int sequenceLength(byte first) {
        int value = first & 0xff;
        return value < 0xc0 ? 1 : value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
    }

    /** Whether what comes behind a record looks like the next one, or the end. */
    private boolean isFollowedWell(int start, int end, boolean last) {
        if (last) {
            return end == payload.length;
        }
        if (payload.length - end < HEADER_SIZE) {
            return false;
        }
        int version = LittleEndian.getInt(payload, start + BatchV0Reader.SCHEMA_VERSION_AT);
        return LittleEndian.getInt(payload, end) == 0
                && LittleEndian.getInt(payload, end + BatchV0Reader.SCHEMA_VERSION_AT) == version
                && LittleEndian.getInt(payload, end + BatchV0Reader.TOTAL_SIZE_AT) >= HEADER_SIZE;
    }

    private boolean isUtf8(int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (payload[i] < 0) {
                return isStrictUtf8(offset, length);
            }
        }
        return true;
    }

    private boolean isStrictUtf8(int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void addRange(int offset, int length) {
        if (rangeCount == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * rangeCount);
        }
        ranges[rangeCount++] = offset;
        ranges[rangeCount++] = length;
    }
}
