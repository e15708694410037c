/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.functions.MapFunction;

/** Keeps what passes, over all jobs of the same name in this JVM. */
public final class Collecting implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, List<String>> COLLECTED = new ConcurrentHashMap<>();

    private final String name;

    public Collecting(String name) {
        this.name = name;
        COLLECTED.putIfAbsent(name, new CopyOnWriteArrayList<>());
    }

    /** What came through, in order of arrival. */
    public static List<String> of(String name) {
        return COLLECTED.get(name);
    }

    @Override
    public String map(String element) {
        COLLECTED.get(name).add(element);
        return element;
    }
}
