/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import java.time.ZoneId;
import java.util.Objects;
import javax.annotation.Nullable;

/** Who runs statements, and in which database. One per connection; not thread-safe. */
public final class Session {

    private final String user;
    private final ZoneId zone;
    @Nullable private String database;

    public Session(String user, @Nullable String database, ZoneId zone) {
        this.user = Objects.requireNonNull(user, "user");
        this.zone = Objects.requireNonNull(zone, "zone");
        this.database = database;
    }

    public String user() {
        return user;
    }

    /** In which times without a zone are read and shown. */
    public ZoneId zone() {
        return zone;
    }

    /** The database of names without one, null if none was chosen. */
    @Nullable
    public String database() {
        return database;
    }

    public void use(String name) {
        database = name;
    }
}
