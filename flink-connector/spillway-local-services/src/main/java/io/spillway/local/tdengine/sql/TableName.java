/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import javax.annotation.Nullable;

/**
 * A table as a statement names it.
 *
 * @param database null if the statement leaves it to the session
 */
public record TableName(@Nullable String database, String name) {}
