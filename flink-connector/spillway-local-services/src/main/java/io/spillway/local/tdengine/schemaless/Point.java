/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import java.util.List;

/**
 * A point without a schema.
 *
 * @param time in the database's precision
 */
public record Point(String measure, long time, List<PointValue> tags, List<PointValue> fields) {}
