/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import org.apache.flink.annotation.PublicEvolving;

/**
 * When {@code before} is taken for the whole old row.
 *
 * <p>PostgreSQL writes the old row to its log only as far as the table's replica identity goes. For
 * every other column the connector invents a value: null, or, where the column is NOT NULL, its
 * default, {@code ""}, 0, false or 1970. Nothing in the record says which values are invented.
 */
@PublicEvolving
public enum BeforeTrust {
    /**
     * Trusts {@code before} where only REPLICA IDENTITY FULL can have produced it:
     *
     * <ul>
     *   <li>in an update: without FULL, PostgreSQL sends an old row only if key columns changed,
     *       and the connector turns that into a delete and a create;
     *   <li>in a delete without a record key: PostgreSQL refuses to publish deletes of a table that
     *       has neither a key nor FULL.
     * </ul>
     *
     * <p>A delete with a key is never trusted: with an identity of key columns it looks the same as
     * with FULL. Not for connectors whose {@code message.key.columns} name only a part of the
     * primary key; use {@link #NEVER} there.
     */
    DETECT,
    /** All tables have REPLICA IDENTITY FULL, or the database always logs whole rows. */
    ALWAYS,
    /** Takes {@code before} for its key columns only. */
    NEVER;

    boolean trusts(boolean update, boolean keyless) {
        return switch (this) {
            case DETECT -> update || keyless;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
