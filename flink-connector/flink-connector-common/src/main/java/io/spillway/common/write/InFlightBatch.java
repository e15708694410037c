/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.Internal;

/**
 * A batch that was sent.
 *
 * @param sentAtMillis processing time
 */
@Internal
record InFlightBatch<E>(Lane<E> lane, EntryBatch<E> entries, long sentAtMillis) {}
