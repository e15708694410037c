/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;

/** All databases of a server. */
public final class Databases {

    private static final int FIRST_VGROUP = 2;

    private final Clock clock;
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private int nextVgroup = FIRST_VGROUP;
    private long nextUid = 1;

    public Databases(Clock clock) {
        this.clock = clock;
    }

    public Database create(String name, DatabaseOptions options) {
        Database database = new Database(name, options, nextVgroup, clock);
        nextVgroup += options.vgroups();
        databases.put(name, database);
        return database;
    }

    /** Gives a database one more vgroup. */
    public Vgroup addVgroup(Database database) {
        return database.addVgroup(nextVgroup++);
    }

    @Nullable
    public Database get(String name) {
        return databases.get(name);
    }

    public void drop(String name) {
        databases.remove(name);
    }

    public Collection<Database> all() {
        return databases.values();
    }

    public long nextUid() {
        return nextUid++;
    }

    public Clock clock() {
        return clock;
    }
}
