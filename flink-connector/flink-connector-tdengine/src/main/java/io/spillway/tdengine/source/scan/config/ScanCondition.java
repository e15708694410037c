/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.config;

import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sql.SqlText;
import java.io.Serializable;
import java.time.Instant;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;

/** What rows or their tables must meet to be read. */
@PublicEvolving
public sealed interface ScanCondition extends Serializable {

    /** The columns and tags it mentions, {@code tbname} among them. */
    Set<String> columns();

    /** The condition for a database of this precision. */
    String sql(TimestampPrecision precision);

    /**
     * A condition in SQL.
     *
     * @param columns those that {@code text} mentions
     */
    @PublicEvolving
    record Text(String text, Set<String> columns) implements ScanCondition {

        public Text {
            columns = Set.copyOf(columns);
        }

        @Override
        public String sql(TimestampPrecision precision) {
            return text;
        }
    }

    /** Compares a column with a point in time that may be finer than the database's precision. */
    @PublicEvolving
    record Time(String column, Comparison comparison, Instant instant) implements ScanCondition {

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }

        @Override
        public String sql(TimestampPrecision precision) {
            String name = SqlText.name(column);
            long at = precision.countAtOrAfter(instant);
            long after = precision.countAtOrAfter(instant.plusNanos(1));
            return switch (comparison) {
                case AT_LEAST -> name + " >= " + at;
                case AFTER -> name + " >= " + after;
                case BEFORE -> name + " < " + at;
                case AT_MOST -> name + " < " + after;
                case EQUAL -> name + " >= " + at + " AND " + name + " < " + after;
            };
        }
    }

    /** How a time compares. */
    @PublicEvolving
    enum Comparison {
        AT_LEAST,
        AFTER,
        BEFORE,
        AT_MOST,
        EQUAL
    }
}
