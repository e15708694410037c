package io.spillway.local.tdengine.schemaless;

import java.util.List;

/**
 * A point without a schema.
 *
 * @param time in the database's precision
 */
public record Point(String measure, long time, List<PointValue> tags, List<PointValue> fields) {}
