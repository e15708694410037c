/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.util.List;
import javax.annotation.Nullable;

/** What an entry of a vgroup's log says. */
public sealed interface LogRecord {

    /**
     * One submit.
     *
     * @param created tables the submit created, one change for each of their super tables
     */
    record Submit(List<Rows> tables, List<Change> created) implements LogRecord {}

    /**
     * Rows of one table within a submit.
     *
     * @param positions which columns of the schema the statement named
     * @param tags of the table at the time, for queries that select them
     * @param rows cells in the order of the positions
     */
    record Rows(
            Table table, TableSchema schema, int[] positions, Object[] tags, List<Object[]> rows) {}

    /**
     * A change of a schema, or a delete.
     *
     * @param superTable the super table it concerns, null for normal tables
     * @param json the server's form of it
     */
    record Change(@Nullable String superTable, String json) implements LogRecord {}

    /** An entry without meaning to readers. */
    record Mark() implements LogRecord {}
}
