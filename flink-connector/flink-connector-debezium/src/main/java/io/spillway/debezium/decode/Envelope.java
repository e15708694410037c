/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** The parts of one envelope as far as they came. Reused from record to record. */
@Internal
final class Envelope {

    @Nullable String op;
    @Nullable RowReader.Columns before;
    @Nullable RowReader.Columns after;
    boolean hasSource;
    boolean hasMessage;
    String database;
    String schema;
    String table;
    @Nullable Long lsn;
    @Nullable String transactionId;
    @Nullable Long timestampMillis;
    boolean snapshot;

    void clear() {
        op = null;
        before = null;
        after = null;
        hasSource = false;
        hasMessage = false;
        database = "";
        schema = "";
        table = "";
        lsn = null;
        transactionId = null;
        timestampMillis = null;
        snapshot = false;
    }

    @Nullable
    Map<String, Object> beforeColumns() {
        return before == null ? null : before.columns();
    }

    @Nullable
    Map<String, Object> afterColumns() {
        return after == null ? null : after.columns();
    }

    Set<String> unavailable() {
        return after == null ? Set.of() : after.unavailable();
    }

    boolean beforeIsWhole() {
        return before != null && before.unavailable().isEmpty();
    }
}
