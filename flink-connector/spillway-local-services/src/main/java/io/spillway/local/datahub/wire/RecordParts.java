/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.RecordVisitor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Collects what a record holds. */
record RecordParts(Map<String, String> attributes, List<byte[]> values) implements RecordVisitor {

    @Override
    public void attribute(String key, String value) {
        attributes.put(key, value);
    }

    @Override
    public void column(int index, byte[] bytes, int from, int to) {
        values.add(from < 0 ? null : Arrays.copyOfRange(bytes, from, to));
    }
}
