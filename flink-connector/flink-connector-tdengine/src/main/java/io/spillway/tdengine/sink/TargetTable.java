/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The table that is written, as the server describes it.
 *
 * @param database the database it stands in
 * @param name of the table or super table
 * @param superTable whether each row names the child table it goes to
 * @param precision what the database's timestamps count
 * @param columns those the serializer writes, in the order of {@link
 *     TDengineSerializationSchema#columns}
 * @param timestamp index among {@code columns} of the one that tells rows of a table apart
 * @param compositeKey index of the second part of the table's composite key, -1 if it has none
 * @param spareTag a tag of a super table none of whose tags is written, else null: prepared
 *     statements make child tables only if they bind a tag
 */
@PublicEvolving
public record TargetTable(
        String database,
        String name,
        boolean superTable,
        TimestampPrecision precision,
        List<TargetColumn> columns,
        int timestamp,
        int compositeKey,
        @Nullable TargetColumn spareTag) {

    /** Of a table whose tags are written, or that has none. */
    public TargetTable(
            String database,
            String name,
            boolean superTable,
            TimestampPrecision precision,
            List<TargetColumn> columns,
            int timestamp,
            int compositeKey) {
        this(database, name, superTable, precision, columns, timestamp, compositeKey, null);
    }

    public TargetTable {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(precision, "precision");
        columns = List.copyOf(columns);
        Objects.checkIndex(timestamp, columns.size());
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}
