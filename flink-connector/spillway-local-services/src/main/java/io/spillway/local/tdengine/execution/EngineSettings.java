/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import java.util.Objects;

/**
 * What a server is started with.
 *
 * @param vgroups of databases whose statement does not say
 * @param checksUsers whether only the user may come in
 */
public record EngineSettings(String user, String password, int vgroups, boolean checksUsers) {

    private static final int DEFAULT_VGROUPS = 2;

    public EngineSettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (vgroups < 1) {
            throw new IllegalArgumentException("vgroups must be positive, not " + vgroups);
        }
    }

    public EngineSettings(String user, String password, int vgroups) {
        this(user, password, vgroups, true);
    }

    /** The vendor's user and password, two vgroups. */
    public static EngineSettings defaults() {
        return new EngineSettings("root", "taosdata", DEFAULT_VGROUPS);
    }

    public EngineSettings withPassword(String changed) {
        return new EngineSettings(user, changed, vgroups, checksUsers);
    }

    public EngineSettings withVgroups(int changed) {
        return new EngineSettings(user, password, changed, checksUsers);
    }

    /** For a server before which somebody else checks who comes. */
    public EngineSettings withoutUsers() {
        return new EngineSettings(user, password, vgroups, false);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "EngineSettings[user=" + user + ", vgroups=" + vgroups + "]";
    }
}
