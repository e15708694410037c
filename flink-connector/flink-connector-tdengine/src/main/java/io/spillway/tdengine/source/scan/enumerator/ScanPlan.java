/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.util.List;
import java.util.Map;

/**
 * The splits of a scan.
 *
 * @param boundary the offsets behind the newest of each vgroup before the splits were made
 */
record ScanPlan(Map<Integer, Long> boundary, List<ScanSplit> splits) {}
