/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.deadletter;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetterWriterFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Dead letters kept in this JVM; found again by id wherever the job runs in it. */
public final class KeptLetters implements DeadLetterWriterFactory.Provider {

    private static final long serialVersionUID = 1L;
    private static final Map<String, List<DeadLetter>> KEPT = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    public List<DeadLetter> letters() {
        return List.copyOf(KEPT.getOrDefault(id, List.of()));
    }

    public List<String> values() {
        return letters().stream()
                .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public DeadLetterWriter createWriter() {
        List<DeadLetter> unflushed = new ArrayList<>();
        return new DeadLetterWriter() {
            @Override
            public void open() {}

            @Override
            public void write(DeadLetter letter) {
                unflushed.add(letter);
            }

            @Override
            public void flush() {
                KEPT.computeIfAbsent(id, key -> Collections.synchronizedList(new ArrayList<>()))
                        .addAll(unflushed);
                unflushed.clear();
            }

            @Override
            public void close() {}
        };
    }
}
