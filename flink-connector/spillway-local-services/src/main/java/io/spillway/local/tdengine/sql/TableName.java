package io.spillway.local.tdengine.sql;

import javax.annotation.Nullable;

/**
 * A table as a statement names it.
 *
 * @param database null if the statement leaves it to the session
 */
public record TableName(@Nullable String database, String name) {}
