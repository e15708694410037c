/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Compiled schemas by the bytes they came in. A record with schema repeats the same few kilobytes
 * before every payload: comparing them costs a fraction of reading them.
 *
 * <p>What is compared is everything before the payload, {@code {"schema":{...},"payload":}}. Keeps
 * the newest schemas of each topic, and the topics used last. Not thread-safe.
 */
@Internal
final class SchemaCache {

    private static final int MAX_TOPICS = 1_000;
    private static final int MAX_SCHEMAS_PER_TOPIC = 4;
    private static final int MAX_PREFIX_BYTES = 1 << 20;

    private final Map<String, Entry[]> byTopic =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Entry[]> eldest) {
                    return size() > MAX_TOPICS;
                }
            };

    private record Entry(byte[] prefix, StructSchema schema) {}

    /** The payload, if its schema is known and nothing but the closing brace follows it. */
    @Nullable
    Payload find(String topic, byte[] bytes) {
        Entry[] entries = byTopic.get(topic);
        if (entries == null || bytes[bytes.length - 1] != '}') {
            return null;
        }
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            int length = entry.prefix.length;
            if (bytes.length > length + 1
                    && Arrays.equals(bytes, 0, length, entry.prefix, 0, length)) {
                if (i > 0) {
                    entries[i] = entries[0];
                    entries[0] = entry;
                }
                return new Payload(length, bytes.length - 1 - length, entry.schema);
            }
        }
        return null;
    }

    /**
     * Remembers a schema.
     *
     * @param length number of bytes before the payload
     */
    void put(String topic, byte[] bytes, int length, StructSchema schema) {
        if (length > MAX_PREFIX_BYTES) {
            return;
        }
        Entry[] known = byTopic.getOrDefault(topic, new Entry[0]);
        Entry[] entries = new Entry[Math.min(known.length + 1, MAX_SCHEMAS_PER_TOPIC)];
        entries[0] = new Entry(Arrays.copyOf(bytes, length), schema);
        System.arraycopy(known, 0, entries, 1, entries.length - 1);
        byTopic.put(topic, entries);
    }
}
