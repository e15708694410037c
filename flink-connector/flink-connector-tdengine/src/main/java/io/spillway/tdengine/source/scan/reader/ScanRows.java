/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.scan.split.ScanPosition;
import org.apache.flink.annotation.Internal;

/**
 * Rows to emit at once.
 *
 * @param from the first
 * @param to behind the last
 * @param after the split's position once they are emitted
 */
@Internal
public record ScanRows(SourceRows rows, int from, int to, ScanPosition after) {}
