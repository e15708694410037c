/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import io.spillway.local.tdengine.value.TimePrecision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** A database: its super tables, tables and vgroups. */
public final class Database {

    private static final long HASHES = 0xffffffffL;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final String name;
    private final long createTime;
    private final Clock clock;
    private final List<Vgroup> vgroups = new ArrayList<>();
    private final Map<String, SuperTable> superTables = new LinkedHashMap<>();
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private DatabaseOptions options;

    Database(String name, DatabaseOptions options, int firstVgroup, Clock clock) {
        this.name = name;
        this.options = options;
        this.clock = clock;
        this.createTime = clock.millis();
        long interval = HASHES / options.vgroups();
        for (int i = 0; i < options.vgroups(); i++) {
            boolean last = i == options.vgroups() - 1;
            vgroups.add(
                    new Vgroup(
                            firstVgroup + i,
                            interval * i,
                            last ? HASHES : interval * (i + 1) - 1,
                            new Wal(clock)));
        }
    }

    public String name() {
        return name;
    }

    /**
     * Takes half of the hashes away from the vgroup that has the most, for another one. Tables
     * there are stay where they are.
     */
    public Vgroup addVgroup(int id) {
        int widest = 0;
        for (int i = 1; i < vgroups.size(); i++) {
            if (vgroups.get(i).width() > vgroups.get(widest).width()) {
                widest = i;
            }
        }
        Vgroup split = vgroups.get(widest);
        long middle = split.hashBegin() + split.width() / 2;
        Vgroup added = new Vgroup(id, middle, split.hashEnd(), new Wal(clock));
        vgroups.set(widest, new Vgroup(split.id(), split.hashBegin(), middle - 1, split.wal()));
        vgroups.add(added);
        return added;
    }

    public long createTime() {
        return createTime;
    }

    public DatabaseOptions options() {
        return options;
    }

    public void setOptions(DatabaseOptions changed) {
        options = changed;
    }

    public TimePrecision precision() {
        return options.precision();
    }

    public List<Vgroup> vgroups() {
        return vgroups;
    }

    public Vgroup vgroupOf(String table) {
        long hash = TableHash.of(name, table);
        for (Vgroup vgroup : vgroups) {
            if (vgroup.holds(hash)) {
                return vgroup;
            }
        }
        throw new IllegalStateException("no vgroup holds hash " + hash + " of table " + table);
    }

    public Map<String, SuperTable> superTables() {
        return superTables;
    }

    public Map<String, Table> tables() {
        return tables;
    }

    @Nullable
    public SuperTable superTable(String table) {
        return superTables.get(table);
    }

    @Nullable
    public Table table(String table) {
        return tables.get(table);
    }

    public void add(Table table) {
        tables.put(table.name(), table);
        if (table.superTable() != null) {
            table.superTable().children().put(table.name(), table);
        }
    }

    public void remove(Table table) {
        tables.remove(table.name());
        if (table.superTable() != null) {
            table.superTable().children().remove(table.name());
        }
    }

    public void remove(SuperTable superTable) {
        superTables.remove(superTable.name());
        for (Table child : superTable.children().values()) {
            tables.remove(child.name());
        }
    }

    /** The oldest timestamp that may be written, in the database's precision. */
    public long oldest() {
        long millis = clock.millis() - options.keepMinutes() * MILLIS_PER_MINUTE;
        return millis * (precision().perSecond() / 1000);
    }

    /** Appends to the log of every vgroup. */
    public void appendToAll(LogRecord content) {
        for (Vgroup vgroup : vgroups) {
            vgroup.wal().append(content);
        }
    }

    /** Forgets what is older than the retention allows. */
    public void recycleExpired() {
        long oldest = clock.millis() - options.walRetentionSeconds() * 1000;
        for (Vgroup vgroup : vgroups) {
            vgroup.wal().recycleOlderThan(oldest);
        }
    }
}
