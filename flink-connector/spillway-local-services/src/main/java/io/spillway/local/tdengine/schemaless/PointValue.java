/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.ValueType;

/**
 * A field or tag of a point.
 *
 * @param length of text and bytes, in the unit of the type's length
 * @param near the text from the key on, for messages
 */
public record PointValue(String key, ValueType type, Object value, int length, String near) {}
