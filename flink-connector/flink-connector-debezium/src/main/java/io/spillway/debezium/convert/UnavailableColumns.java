/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What to do with a change that lacks the value of a column: PostgreSQL leaves large values out of
 * an update that did not touch them, unless the table has REPLICA IDENTITY FULL.
 */
@PublicEvolving
public enum UnavailableColumns {
    /**
     * Refuse the change. The default: a row with a null in place of the value would overwrite the
     * value in the target. Mend: {@code ALTER TABLE ... REPLICA IDENTITY FULL}, or leave the column
     * out.
     */
    FAIL,
    /** Put null. For targets that ignore nulls in updates. */
    NULL
}
