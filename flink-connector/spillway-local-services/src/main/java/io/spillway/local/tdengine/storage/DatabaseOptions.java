/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import io.spillway.local.tdengine.value.TimePrecision;

/**
 * How a database was created.
 *
 * @param keepMinutes how old a row may be
 * @param walRetentionSeconds how long its logs are kept, 0 if nobody may read them
 */
public record DatabaseOptions(
        TimePrecision precision,
        int vgroups,
        long keepMinutes,
        long walRetentionSeconds,
        long walRetentionKilobytes,
        boolean singleStable) {

    private static final long DEFAULT_KEEP_MINUTES = 3650L * 24 * 60;
    private static final long DEFAULT_RETENTION_SECONDS = 3600;

    public static DatabaseOptions defaults(int vgroups) {
        return new DatabaseOptions(
                TimePrecision.MILLI,
                vgroups,
                DEFAULT_KEEP_MINUTES,
                DEFAULT_RETENTION_SECONDS,
                0,
                false);
    }

    public DatabaseOptions withPrecision(TimePrecision changed) {
        return new DatabaseOptions(
                changed,
                vgroups,
                keepMinutes,
                walRetentionSeconds,
                walRetentionKilobytes,
                singleStable);
    }

    public DatabaseOptions withVgroups(int changed) {
        return new DatabaseOptions(
                precision,
                changed,
                keepMinutes,
                walRetentionSeconds,
                walRetentionKilobytes,
                singleStable);
    }

    public DatabaseOptions withKeepMinutes(long changed) {
        return new DatabaseOptions(
                precision,
                vgroups,
                changed,
                walRetentionSeconds,
                walRetentionKilobytes,
                singleStable);
    }

    public DatabaseOptions withWalRetentionSeconds(long changed) {
        return new DatabaseOptions(
                precision, vgroups, keepMinutes, changed, walRetentionKilobytes, singleStable);
    }

    public DatabaseOptions withWalRetentionKilobytes(long changed) {
        return new DatabaseOptions(
                precision, vgroups, keepMinutes, walRetentionSeconds, changed, singleStable);
    }

    public DatabaseOptions withSingleStable(boolean changed) {
        return new DatabaseOptions(
                precision,
                vgroups,
                keepMinutes,
                walRetentionSeconds,
                walRetentionKilobytes,
                changed);
    }
}
