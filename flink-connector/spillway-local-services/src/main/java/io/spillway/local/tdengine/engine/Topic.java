/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import java.util.List;
import javax.annotation.Nullable;

/** A topic over the logs of its database's vgroups. Thread-safe. */
public interface Topic {

    String name();

    String database();

    /** 0 ms, 1 us, 2 ns. */
    int precision();

    boolean withMeta();

    /**
     * Whether messages name tables: those of super tables and databases do, those of queries not.
     */
    boolean withTableName();

    /** Ids of the vgroups that can hold rows of this topic, ascending. */
    List<Integer> vgroupIds();

    /** The oldest offset of a vgroup's log that still exists. */
    long begin(int vgroupId);

    /** The offset after the newest of a vgroup's log. */
    long end(int vgroupId);

    /**
     * Entries from an offset on, in order, those without anything for this topic included.
     *
     * @param maxRows stops after the entry with which this number of rows is reached
     * @return empty at the end of the log
     */
    List<Entry> read(int vgroupId, long offset, int maxRows);

    /** Appends an entry without data to a vgroup's log, as joining and leaving consumers do. */
    void appendMark(int vgroupId);

    /** Calls back, on any thread, when something was appended to one of the topic's logs. */
    AutoCloseable onAppend(Runnable listener);

    /**
     * An entry of a log as this topic shows it.
     *
     * @param blocks rows, each block of one table and schema; empty if there are none
     * @param meta the server's JSON of a change of schema or a delete, null if it is none or the
     *     topic does not show it
     */
    record Entry(long offset, List<Block> blocks, @Nullable String meta) {}

    /**
     * Rows of one submit to one table.
     *
     * @param table null for topics made of a query
     */
    record Block(
            @Nullable String table,
            int schemaVersion,
            List<ColumnSpec> columns,
            List<Object[]> rows) {}
}
